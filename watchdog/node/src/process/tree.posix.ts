import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { TierFinding } from '@lifebound/core';

/** How long a process may take to vanish after SIGKILL; only one in an uninterruptible sleep takes longer. */
const vanishMs = 2_000;

/** A group of its own: `setsid` makes the leader's pid the group's id, and no terminal signal reaches the backend by itself. */
export const spawnOptions = { detached: true } as const;

export const findings: readonly TierFinding[] = [{ tier: 'group', available: true, reason: '' }];

export function signalTree(leader: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-leader, signal);
  } catch {
    // ESRCH: gone. EPERM (macOS): only zombies are left.
  }
}

export function endTreeNow(leader: number): void {
  signalTree(leader, 'SIGKILL');
}

export async function endTree(leader: number): Promise<number[]> {
  const deadline = performance.now() + vanishMs;
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 50)) {
    const left = await listTree(leader);
    if (left.length === 0) return [];
    // A group's id stays taken while it has members, so a process with the reaped leader's pid is a stranger.
    if (left.includes(leader)) return [];
    if (performance.now() > deadline) return left;
    signalTree(leader, 'SIGKILL');
    await sleep(waitMs);
  }
}

/** Living members of the group. A zombie is no member: it holds nothing, and a lazy PID 1 may never reap it. */
async function listTree(leader: number): Promise<number[]> {
  try {
    process.kill(-leader, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return [];
  }
  // `kill(-pgid, 0)` succeeds for zombies too, so only now the dear way.
  const rows = (await readProc()) ?? (await readPs());
  return rows
    .filter((row) => row.group === leader && row.state !== 'Z' && row.state !== 'X')
    .map((row) => row.pid);
}

interface Row {
  readonly pid: number;
  readonly state: string;
  readonly group: number;
}

async function readProc(): Promise<Row[] | null> {
  const names = await readdir('/proc').catch(() => []);
  const pids = names.filter((name) => /^\d+$/.test(name));
  if (pids.length === 0) return null;
  const rows = await Promise.all(pids.map(readStat));
  return rows.filter((row) => row !== null);
}

async function readStat(pid: string): Promise<Row | null> {
  // Gone in the meantime, or not ours to read.
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null);
  if (stat === null) return null;
  // The command's name is in brackets and may hold brackets and spaces itself.
  const [state = '', , group = ''] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { pid: Number(pid), state, group: Number(group) };
}

/** macOS and the BSDs. */
async function readPs(): Promise<Row[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,pgid=,state=']);
  return stdout.split('\n').flatMap((line) => {
    const [pid, group, state] = line.trim().split(/\s+/);
    return pid && group && state ? [{ pid: Number(pid), group: Number(group), state: state[0] ?? '' }] : [];
  });
}
