import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../scripts/root.mjs';
import { Births } from './births.mjs';
import { endMarked, findMarked, newMark } from './processes.mjs';

export const child = (name) => `${root}/bench/children/${name}`;

/** Starts a child under a system, does something, and leaves nothing behind, whatever happens. */
export async function withSystem(system, command, act) {
  const births = new Births();
  const { mark, env } = newMark();
  try {
    const supervisor = await system.start(command, { ...process.env, ...env, BENCH_FIFO: births.path });
    const first = await births.next(20_000);
    if (!first) throw new Error(`${system.name} did not start its child within 20 s`);
    return await act({ supervisor, births, first, mark });
  } finally {
    // Whoever restarts the dead ends last.
    for (let tries = 0; tries < 100 && findMarked(mark).length > 0; tries += 1) {
      endMarked(mark);
      await sleep(20);
    }
    births.close();
  }
}
