import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isEmpty, membersOf, nested } from '../machine/cgroups.mjs';
import { describeProcess, listeningSockets, lives } from '../machine/processes.mjs';
import { waitUntil } from '../machine/wait.mjs';
import { promisesNoTemporaryFolder, promisesSave } from '../plan/promises.mjs';
import { CellFailure } from './failure.mjs';
import { hasHeard, hasSaved, readTold } from './room.mjs';

/**
 * From the death to the time when nothing may be left, on top of the grace: `stop()` looks for 2 s more at a tree that
 * was killed, and Tauri's mock runtime looks once a second whether its window is closed.
 */
const marginMs = 3_000;

/** Waits until the cell is empty. @throws CellFailure with the names of what is left */
export async function demandEmpty(room, host, graceMs, what = 'left') {
  const gone = await waitUntil(() => isEmpty(room.cgroup), { timeoutMs: graceMs + marginMs, everyMs: 4 });
  if (!gone) throw new CellFailure(`${what}: ${describe(membersOf(room.cgroup))}`, host);
  room.goneAt ??= performance.now();
}

/** The same for some of them, by `{pid, start}`, while others live on. */
export async function demandGone(room, keys, host, graceMs) {
  const living = () => keys.filter(lives);
  const gone = await waitUntil(() => living().length === 0, { timeoutMs: graceMs + marginMs });
  if (!gone) throw new CellFailure(`left: ${describe(living().map(({ pid }) => pid))}`, host);
  room.goneAt ??= performance.now();
}

/** What else a dead app may have left: ports, groups, folders; and whether its backend has saved. */
export function demandNothingElse(cell, room, { goneAfterMs, graceMs }) {
  const listening = listeningSockets();
  const told = ['first', 'second'].flatMap((app) => readTold(room, app));
  const ports = told.filter(({ socket }) => listening.has(socket));
  if (ports.length > 0) throw new CellFailure(`still listening: ${ports.map(({ port }) => port).join(', ')}`);

  const groups = nested(room.cgroup);
  if (groups.length > 0) throw new CellFailure(`cgroups are left: ${groups.join(', ')}`);

  const unkept = findUnkept(cell, room);
  if (unkept === null) return;
  if (!hadItsTime(cell, room, goneAfterMs, graceMs)) throw new CellFailure(unkept);
  room.wasSlow = true;
}

function findUnkept(cell, room) {
  const unpacked = readdirSync(join(room.folder, 'first')).filter((name) => name.startsWith('_MEI'));
  if (unpacked.length > 0 && promisesNoTemporaryFolder(cell)) {
    return `PyInstaller's folder is left: ${unpacked.join(', ')}`;
  }
  return promisesSave(cell) && !hasSaved(room) ? 'the backend has not saved' : null;
}

/**
 * It heard that it should end, and was there for the whole grace: then the machine is too busy for this grace, or the
 * backend was killed by the kernel for its memory as well. Whoever is killed sooner, or never asked, was cheated.
 */
function hadItsTime(cell, room, goneAfterMs, graceMs) {
  if (room.killedByKernel > 1) return true;
  const askedBeforeMs = cell.moment === 'stop' ? cell.delayMs : 0;
  return hasHeard(room) && goneAfterMs + askedBeforeMs >= graceMs;
}

function describe(pids) {
  const shown = pids.slice(0, 8).map(describeProcess);
  const more = pids.length > shown.length ? ` and ${pids.length - shown.length} more` : '';
  return `${pids.length} ${pids.length === 1 ? 'process' : 'processes'}: ${shown.join(', ')}${more}`;
}
