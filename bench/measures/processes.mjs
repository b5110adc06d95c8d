import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** A mark in the environment by which this run's processes are found; every child of ours leaves it in place. */
export function newMark() {
  const mark = `BENCH_MARK=${randomBytes(8).toString('hex')}`;
  const [name, value] = mark.split('=');
  return { mark, env: { [name]: value } };
}

const read = (path) => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};

/** Living processes that carry the mark: `{pid, command}`. */
export function findMarked(mark) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/environ`).split('\0').includes(mark))
    .map((pid) => ({ pid: Number(pid), command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim() }))
    .filter(({ pid }) => !/^\d+ \(.*\) [ZX]/s.test(read(`/proc/${pid}/stat`)));
}

export function endMarked(mark) {
  for (const { pid } of findMarked(mark)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone in the meantime.
    }
  }
}

/** Proportional set size in MB: shared pages are counted once over all who share them. */
export function pssMb(pid) {
  const kb = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0;
  return Number(kb) / 1024;
}

export function rssMb(pid) {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;
}

/** Over all threads: wake-ups are voluntary switches, each of which is one return from a wait. */
export function switchesOf(pid) {
  let switches = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    switches += Number(
      /^voluntary_ctxt_switches:\s+(\d+)/m.exec(read(`/proc/${pid}/task/${thread}/status`))?.[1] ?? 0,
    );
  }
  return switches;
}

/** Milliseconds of processor time, user and system, since its start. */
export function cpuMs(pid) {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // utime and stime, in ticks of 10 ms.
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

export const countDescriptors = (pid) => readdirSync(`/proc/${pid}/fd`).length;
