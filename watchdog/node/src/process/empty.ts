import { setTimeout as sleep } from 'node:timers/promises';
import type { LeftProcess } from '@lifebound/core';

/** How long a killed process may take to vanish; only one in an uninterruptible sleep takes longer. */
const vanishMs = 2_000;

/** Gives what `list` finds `graceMs` to go by itself, kills the rest, and gives who is left two seconds later. */
export async function killUntilEmpty(
  list: () => readonly LeftProcess[],
  graceMs: number,
  kill: (left: readonly LeftProcess[]) => void,
): Promise<LeftProcess[]> {
  const began = performance.now();
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 50)) {
    const left = list();
    if (left.length === 0) return [];
    const tookMs = performance.now() - began;
    if (tookMs > graceMs + vanishMs) return left.map(({ pid, name }) => ({ pid, name }));
    if (tookMs >= graceMs) kill(left);
    await sleep(tookMs < graceMs ? Math.min(waitMs, graceMs - tookMs) : waitMs);
  }
}

/** SIGTERM, then `killUntilEmpty`. `force`: what kills all at once, beside a SIGKILL to each. */
export function endPolitely(
  list: () => readonly LeftProcess[],
  graceMs: number,
  force: () => void = () => {},
): Promise<LeftProcess[]> {
  sendAll(list(), 'SIGTERM');
  return killUntilEmpty(list, graceMs, (left) => {
    force();
    sendAll(left, 'SIGKILL');
  });
}

export function sendAll(processes: readonly LeftProcess[], signal: NodeJS.Signals): void {
  for (const { pid } of processes) send(pid, signal);
}

/** To a process, or to a group when it is negative. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ESRCH: gone. EPERM (macOS): only zombies are left.
  }
}
