import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { ProcessKey } from '@lifebound/core';
import { isWindows } from './platform.js';
import { listWindowsProcesses } from './processes.windows.js';

/** A line of the process table. `start`: the system's own start time, opaque. */
export interface ProcessRow extends ProcessKey {
  readonly name: string;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
}

/** Everybody who lives, zombies left out: they hold nothing, and a lazy PID 1 may never reap them. */
export function listProcesses(): ProcessRow[] {
  if (isWindows) return listWindowsProcesses();
  const pids = readNames('/proc').filter((name) => /^\d+$/.test(name));
  return pids.length > 0 ? pids.flatMap((pid) => readProcess(Number(pid)) ?? []) : listByPs();
}

/** `null` when no such process lives. */
export function readProcess(pid: number): ProcessRow | null {
  if (isWindows) return listWindowsProcesses().find((row) => row.pid === pid) ?? null;
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === null) return hasProc() ? null : (listByPs().find((row) => row.pid === pid) ?? null);
  // The command's name is in brackets and may hold brackets and spaces itself.
  const nameEnd = stat.lastIndexOf(')');
  const fields = stat.slice(nameEnd + 2).split(' ');
  const [state, parent, group, session] = fields;
  if (state === 'Z' || state === 'X') return null;
  return {
    pid,
    name: stat.slice(stat.indexOf('(') + 1, nameEnd),
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    // Field 22, in ticks since the boot.
    start: fields[19] ?? '',
  };
}

export function isSame({ pid, start }: ProcessKey): boolean {
  return readProcess(pid)?.start === start;
}

/** Pids of those whose environment has `LIFEBOUND_TREE=mark`. Linux only; other users' can't be read. */
export function listMarked(mark: string): number[] {
  const entry = `LIFEBOUND_TREE=${mark}`;
  return readNames('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readText(`/proc/${pid}/environ`)?.split('\0').includes(entry))
    .map(Number);
}

/** Direct children, of all its threads. */
export function listChildren(pid: number): number[] {
  return readNames(`/proc/${pid}/task`).flatMap((thread) =>
    (readText(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number),
  );
}

/** Its pids from the outermost namespace that we see to its own; one when it is in ours. */
export function readNamespacePids(pid: number): number[] {
  const line = /^NSpid:\s+(.*)$/m.exec(readText(`/proc/${pid}/status`) ?? '')?.[1] ?? '';
  return line.split(/\s+/).filter(Boolean).map(Number);
}

/** A debugger holds it by ptrace. Linux only. */
export function isTraced(pid: number): boolean {
  return /^TracerPid:\s+[1-9]/m.test(readText(`/proc/${pid}/status`) ?? '');
}

function hasProc(): boolean {
  return readText('/proc/self/stat') !== null;
}

/** macOS and the BSDs. */
function listByPs(): ProcessRow[] {
  const columns = ['pid=', 'ppid=', 'pgid=', 'sess=', 'state=', 'lstart=', 'comm='];
  const text = execFileSync('ps', ['-A', ...columns.flatMap((column) => ['-o', column])], {
    encoding: 'utf8',
  });
  return text.split('\n').flatMap((line) => {
    const [pid, parent, group, session, state, ...rest] = line.trim().split(/\s+/);
    if (!pid || !state || state.startsWith('Z')) return [];
    return [
      {
        pid: Number(pid),
        parent: Number(parent),
        group: Number(group),
        session: Number(session),
        // A date of five words.
        start: rest.slice(0, 5).join('_'),
        name: rest.slice(5).join(' '),
      },
    ];
  });
}

function readNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}
