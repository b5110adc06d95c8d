import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { TierFinding } from '@lifebound/core';

/** Windows has no process groups in this sense: `detached` would only open a console. */
export const spawnOptions = { detached: false } as const;

export const findings: readonly TierFinding[] = [
  { tier: 'none', available: true, reason: 'Job Objects are not used by this version' },
];

/**
 * SIGTERM can't be delivered on Windows; closing stdin was the polite end. SIGKILL is `taskkill /T /F`, which walks
 * the parent links and so needs a leader that still lives.
 */
export function signalTree(leader: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (signal === 'SIGKILL') execFile('taskkill', killArguments(leader), { windowsHide: true }, () => {});
}

export function endTreeNow(leader: number): void {
  try {
    execFileSync('taskkill', killArguments(leader), { windowsHide: true, stdio: 'ignore' });
  } catch {
    // Gone already.
  }
}

export async function endTree(leader: number): Promise<number[]> {
  // Fails with "not found" when nothing is left, which is the aim.
  await promisify(execFile)('taskkill', killArguments(leader), { windowsHide: true }).catch(() => {});
  return [];
}

function killArguments(leader: number): string[] {
  return ['/PID', String(leader), '/T', '/F'];
}
