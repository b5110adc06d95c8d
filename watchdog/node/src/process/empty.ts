import { setTimeout as sleep } from 'node:timers/promises';
import type { LeftProcess } from '@lifebound/core';

/** How long a killed process may take to vanish; only one in an uninterruptible sleep takes longer. */
const vanishMs = 2_000;

/** Gives what `list` finds `graceMs` to go by itself, kills the rest, and gives who is left two seconds later. */
export async function killUntilEmpty(
  list: () => readonly LeftProcess[],
  graceMs: number,
  kill: () => void,
): Promise<LeftProcess[]> {
  const began = performance.now();
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 50)) {
    const left = list();
    if (left.length === 0) return [];
    const tookMs = performance.now() - began;
    if (tookMs > graceMs + vanishMs) return left.map(({ pid, name }) => ({ pid, name }));
    if (tookMs >= graceMs) kill();
    await sleep(tookMs < graceMs ? Math.min(waitMs, graceMs - tookMs) : waitMs);
  }
}

/** SIGTERM, then `killUntilEmpty`. `force`: what kills all at once, beside a SIGKILL to each. */
export function endPolitely(
  list: () => readonly LeftProcess[],
  graceMs: number,
  force: () => void = () => {},
): Promise<LeftProcess[]> {
  const sendAll = (signal: NodeJS.Signals) => {
    for (const { pid } of list()) send(pid, signal);
  };
  sendAll('SIGTERM');
  return killUntilEmpty(list, graceMs, () => {
    force();
    sendAll('SIGKILL');
  });
}

/** To a process, or to a group when it is negative. */
export function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ESRCH: gone. EPERM (macOS): only zombies are left.
  }
}
