import { closeSync, openSync, realpathSync } from 'node:fs';
import { sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until the executable can be replaced: Windows and Linux refuse to write to one that runs. Only one below the
 * base folder is an update's to replace; a Python of the system runs for others too.
 */
export async function untilReplaceable(
  program: string | null,
  base: string,
  deadlineMs: number,
): Promise<boolean> {
  if (program === null || !isBelow(program, base)) return true;
  const deadline = performance.now() + deadlineMs;
  for (let waitMs = 5; !isReplaceable(program); waitMs = Math.min(waitMs * 2, 200)) {
    if (performance.now() > deadline) return false;
    await sleep(waitMs);
  }
  return true;
}

function isBelow(program: string, base: string): boolean {
  try {
    return realpathSync(program).startsWith(realpathSync(base) + sep);
  } catch {
    return false;
  }
}

const busy = new Set(['ETXTBSY', 'EBUSY', 'EPERM']);

function isReplaceable(program: string): boolean {
  try {
    closeSync(openSync(program, 'r+'));
    return true;
  } catch (error) {
    // No permission, a read-only disk, no file: no program stands in the way.
    return !busy.has((error as NodeJS.ErrnoException).code ?? '');
  }
}
