import { setTimeout as sleep } from 'node:timers/promises';
import { membersOf } from '../machine/cgroups.mjs';
import { waitUntil } from '../machine/wait.mjs';
import { backends } from '../plan/axes.mjs';
import { CellFailure } from './failure.mjs';
import { askToStop } from './requests.mjs';
import { readTold } from './room.mjs';

/** A start takes a second at most, but the machine may be busy with something else. */
const startMs = 30_000;

/** Waits until it is time for the app to die. @throws CellFailure when it does not come so far */
export async function awaitMoment(cell, room, host) {
  const reached = await waitUntil(() => host.isGone || hasCome(cell, room, host), {
    timeoutMs: startMs,
    everyMs: cell.moment === 'spawn' ? 1 : 5,
  });
  if (host.isGone) throw new CellFailure('the app ended before its time', host);
  if (!reached) throw new CellFailure(`nothing of "${cell.moment}" within ${startMs} ms`, host);
  if (cell.moment === 'stop') askToStop(cell, host);
  await sleep(cell.delayMs);
}

function hasCome(cell, room, host) {
  switch (cell.moment) {
    case 'spawn':
      return host.hasLine('Starting Python backend watchdog') && membersOf(room.cgroup).length > 1;
    case 'start':
      return host.hasLine('Python backend started with PID');
    default:
      // A linked one handles a stop from the moment on that it is ready for the watchdog.
      if (backends[cell.backend].isLinked && !host.hasLine('Python backend is ready')) return false;
      return readTold(room, 'first').some(({ what }) => what === 'ready');
  }
}
