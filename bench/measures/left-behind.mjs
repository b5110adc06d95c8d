import { setTimeout as sleep } from 'node:timers/promises';
import { findMarked } from './processes.mjs';
import { child, withSystem } from './with-system.mjs';

/** Lifebound gives the backend its five seconds to save first; the others do nothing at any time. */
const afterMs = 8_000;

const children = { plain: [child('plain.sh')], worker: [child('worker.sh')], daemons: [child('daemon.py')] };

export const leftBehind = {
  what: `processes that live ${afterMs / 1000} s after a SIGKILL of the supervisor`,
  async run(systems) {
    const rows = [];
    for (const system of systems) {
      const row = { system: system.name };
      for (const [name, command] of Object.entries(children)) {
        row[name] = await withSystem(system, command, async ({ supervisor, mark }) => {
          process.kill(supervisor.pid, 'SIGKILL');
          await sleep(afterMs);
          return findMarked(mark).length;
        });
      }
      rows.push(row);
      console.log(`  ${system.name}: plain ${row.plain}, worker ${row.worker}, daemons ${row.daemons}`);
    }
    return { unit: 'processes', rows };
  },
};
