import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultConfig, errors, exitStatuses } from '@lifebound/core';
import { untilReplaceable } from '../hold/executable.js';
import { defaultId, HoldMarker } from '../hold/marker.js';
import { listRunning } from '../state/sweep.js';
import type { HoldCommand } from './arguments.js';
import { formatError } from './output.js';

/**
 * Holds an app's backend from outside, as an installer does: exit status 0 once nothing of it runs, and its executable,
 * if it lies below `cwd`, can be replaced. Its watchdog, when there is one, sees the marker and stops the backend in good
 * order; a later start of the app stays on hold too.
 */
export async function hold(command: HoldCommand): Promise<number> {
  const { cwd, label, timeoutMs } = command;
  const known = idOf(command);
  if (!new HoldMarker(known).set()) {
    const message = `The hold of ${known} could not be written to the state folder. Check its permissions and the disk.`;
    process.stderr.write(formatError('INTERNAL', message));
    return exitStatuses.internal;
  }
  const deadline = performance.now() + timeoutMs;
  const programs = new Set(listRunning(known).map(({ program }) => program));
  for (let waitMs = 10; listRunning(known).length > 0; waitMs = Math.min(waitMs * 2, 200)) {
    if (performance.now() > deadline) {
      const left = listRunning(known).map(({ leader }) => leader.pid);
      const message = `The backend of ${known} still runs after ${timeoutMs / 1000} s (${left.join(', ')}). The hold stays: end it by hand, or give it more time with --timeout.`;
      process.stderr.write(formatError('TREE_NOT_EMPTY', message));
      return exitStatuses.tryAgain;
    }
    await sleep(waitMs);
  }
  for (const program of programs) {
    const leftMs = Math.max(0, deadline - performance.now());
    if (await untilReplaceable(resolve(cwd, program), resolve(cwd), leftMs)) continue;
    const { code, message } = errors.executableBusy(label ?? defaultConfig.label, program, timeoutMs);
    process.stderr.write(formatError(code, message));
    return exitStatuses.tryAgain;
  }
  process.stdout.write(`${known} is on hold\n`);
  return 0;
}

/** Ends the hold; a running app starts its backend again. */
export function resume(command: HoldCommand): number {
  const known = idOf(command);
  new HoldMarker(known).clear();
  process.stdout.write(`${known} is released\n`);
  return 0;
}

function idOf({ id, cwd, label }: HoldCommand): string {
  return id ?? defaultId(resolve(cwd), label ?? defaultConfig.label);
}
