import { readFileSync } from 'node:fs';

/** `{pid, start}`, which no stranger can have again, or `null`. A zombie has ended. */
export function keyOf(pid) {
  const fields = statOf(pid);
  return fields === null || /[ZX]/.test(fields[0]) ? null : { pid, start: fields[19] };
}

export function lives({ pid, start }) {
  return keyOf(pid)?.start === start;
}

/** To one that may have ended just now, which is none of the sender's business. */
export function kill(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** For people: `python3 leaves_daemon.py (1234)`. */
export function describeProcess(pid) {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
    const short = words.map((word) => word.replaceAll('\n', ' ').split('/').at(-1)).join(' ');
    return `${short.slice(0, 60) || '?'} (${pid}, ${statOf(pid)?.[0] ?? 'gone'})`;
  } catch {
    return `? (${pid})`;
  }
}

/** Inodes of the TCP sockets that listen. */
export function listeningSockets() {
  const rows = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => readRows(file));
  return new Set(rows.filter((row) => row[3] === '0A').map((row) => Number(row[9])));
}

function readRows(file) {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/));
  } catch {
    // A kernel without IPv6.
    return [];
  }
}

/** From the state on: the name before it may hold spaces and brackets. */
function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
