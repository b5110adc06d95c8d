import { membersOf } from '../machine/cgroups.mjs';
import { keyOf, kill } from '../machine/processes.mjs';
import { waitUntil } from '../machine/wait.mjs';
import { outlivesIt } from '../plan/promises.mjs';
import { letDie } from './death.mjs';
import { CellFailure } from './failure.mjs';
import { startHost } from './host.mjs';
import { demandEmpty, demandGone, demandNothingElse } from './judge.mjs';
import { awaitMoment } from './moment.mjs';
import { readTold } from './room.mjs';

/**
 * Runs one cell in its room. Gives the time in milliseconds from the death until nothing of it was left.
 * @throws CellFailure
 */
export async function runCell(cell, room, settings) {
  const hosts = [];
  try {
    // 1. An app with its backend.
    const host = await startHost(cell, room, 'first', settings);
    hosts.push(host);
    // 2. The moment.
    await awaitMoment(cell, room, host);
    // 3. The death, and what it leaves.
    const born = membersOf(room.cgroup);
    await letDie(cell, room, host, settings.python);
    const died = performance.now();
    await awaitEnd(cell, room, hosts, born, settings);
    const goneAfterMs = room.goneAt - died;
    // 4. What else it may have left.
    demandNothingElse(cell, room, { goneAfterMs, graceMs: settings.graceMs });
    return goneAfterMs;
  } finally {
    for (const host of hosts) kill(host.process.pid, 'SIGKILL');
  }
}

/** Sets `goneAt` of the room: the time when the backend of the app that died was gone. */
async function awaitEnd(cell, room, hosts, born, settings) {
  const { graceMs } = settings;
  const [host] = hosts;
  if (cell.death === 'reload') {
    await reload(cell, room, hosts, born, settings);
  } else if (outlivesIt(cell)) {
    const others = born.filter((pid) => pid !== host.appPid());
    await demandGone(room, others.map(keyOf).filter(Boolean), host, graceMs);
    kill(host.appPid(), 'SIGTERM');
    await demandEmpty(room, host, graceMs, 'left by an app that went on without its backend');
  } else {
    await demandEmpty(room, host, graceMs);
  }
}

/** The next app starts beside what the killed one has left, which goes; the next one's own backend stays. */
async function reload(cell, room, hosts, born, settings) {
  const left = born.map(keyOf).filter(Boolean);
  const next = await startHost(cell, room, 'second', settings);
  hosts.push(next);
  await demandGone(room, left, next, settings.graceMs);
  const hasTold = await waitUntil(() => readTold(room, 'second').length > 0, { timeoutMs: 30_000 });
  if (!hasTold) throw new CellFailure('the next app has no backend', next);
  kill(next.appPid(), 'SIGTERM');
  await demandEmpty(room, next, settings.graceMs, 'left by the next app');
}
