import { readdirSync } from 'node:fs';
import { isEmpty, membersOf, nested } from '../machine/cgroups.mjs';
import { describeProcess, listeningSockets, lives } from '../machine/processes.mjs';
import { waitUntil } from '../machine/wait.mjs';
import { promisesNoTemporaryFolder, promisesSave } from '../plan/promises.mjs';
import { CellFailure } from './failure.mjs';
import { hasSaved, readTold } from './room.mjs';

/**
 * From the death to the time when nothing may be left, on top of the grace: `stop()` looks for 2 s more at a tree that
 * was killed, and Tauri's mock runtime looks once a second whether its window is closed.
 */
const marginMs = 3_000;

/** Waits until the cell is empty, and says after how many milliseconds. @throws CellFailure with the names of what is left */
export async function demandEmpty(room, host, graceMs, what = 'left') {
  const died = performance.now();
  const gone = await waitUntil(() => isEmpty(room.cgroup), { timeoutMs: graceMs + marginMs, everyMs: 4 });
  if (!gone) throw new CellFailure(`${what}: ${describe(membersOf(room.cgroup))}`, host);
  return performance.now() - died;
}

/** The same for some of them, by `{pid, start}`, while others live on. */
export async function demandGone(keys, host, graceMs) {
  const living = () => keys.filter(lives);
  const gone = await waitUntil(() => living().length === 0, { timeoutMs: graceMs + marginMs });
  if (!gone) throw new CellFailure(`left: ${describe(living().map(({ pid }) => pid))}`, host);
}

/** What else a dead app may have left: ports, folders, groups, records; and whether its backend has saved. */
export function demandNothingElse(cell, room) {
  const listening = listeningSockets();
  const ports = ['first', 'second']
    .flatMap((app) => readTold(room, app))
    .filter(({ socket }) => listening.has(socket));
  if (ports.length > 0) throw new CellFailure(`still listening: ${ports.map(({ port }) => port).join(', ')}`);

  const groups = nested(room.cgroup);
  if (groups.length > 0) throw new CellFailure(`cgroups are left: ${groups.join(', ')}`);

  const unpacked = readdirSync(room.temporaryFolder).filter((name) => name.startsWith('_MEI'));
  if (unpacked.length > 0 && promisesNoTemporaryFolder(cell)) {
    throw new CellFailure(`PyInstaller's folder is left: ${unpacked.join(', ')}`);
  }
  const isSpared = (room.killedByKernel ?? 1) <= 1;
  if (isSpared && promisesSave(cell) && !hasSaved(room, 'first'))
    throw new CellFailure('the backend has not saved');
}

function describe(pids) {
  const shown = pids.slice(0, 8).map(describeProcess);
  const more = pids.length > shown.length ? ` and ${pids.length - shown.length} more` : '';
  return `${pids.length} ${pids.length === 1 ? 'process' : 'processes'}: ${shown.join(', ')}${more}`;
}
