import { setTimeout as sleep } from 'node:timers/promises';
import type { LeftProcess } from '@lifebound/core';

/** How long a killed process may take to vanish; only one in an uninterruptible sleep takes longer. */
const vanishMs = 2_000;

/** Kills what `list` finds until it finds nothing, and gives who is left after two seconds. */
export async function killUntilEmpty(
  list: () => readonly LeftProcess[],
  kill: () => void,
): Promise<LeftProcess[]> {
  const deadline = performance.now() + vanishMs;
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 50)) {
    const left = list();
    if (left.length === 0) return [];
    if (performance.now() > deadline) return left.map(({ pid, name }) => ({ pid, name }));
    kill();
    await sleep(waitMs);
  }
}

/** SIGTERM, the grace, then `killUntilEmpty`. `force`: what kills all at once, beside a SIGKILL to each. */
export async function endPolitely(
  list: () => readonly LeftProcess[],
  graceMs: number,
  force: () => void = () => {},
): Promise<LeftProcess[]> {
  const sendAll = (signal: NodeJS.Signals) => {
    for (const { pid } of list()) send(pid, signal);
  };
  sendAll('SIGTERM');
  const deadline = performance.now() + graceMs;
  for (let waitMs = 1; list().length > 0 && performance.now() < deadline; waitMs = Math.min(waitMs * 2, 50)) {
    await sleep(waitMs);
  }
  return killUntilEmpty(list, () => {
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
