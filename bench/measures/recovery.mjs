import { setTimeout as sleep } from 'node:timers/promises';
import { summarize } from './statistics.mjs';
import { child, withSystem } from './with-system.mjs';

/** Above the second below which supervisord takes a start for failed. */
const aliveMs = 1_200;

export const recovery = {
  what: 'SIGKILL of the child until the next child’s first line',
  unit: 'ms',
  async run(systems, { rounds }) {
    const rows = [];
    for (const system of systems) {
      const took = await withSystem(system, [child('plain.sh')], async ({ births, first }) => {
        const took = [];
        for (let { pid } = first, round = 0; round < rounds; round += 1) {
          await sleep(aliveMs);
          const atMs = performance.now();
          process.kill(pid, 'SIGKILL');
          const next = await births.next(30_000);
          if (!next) throw new Error(`${system.name} did not restart its child within 30 s`);
          took.push(next.atMs - atMs);
          pid = next.pid;
        }
        return took;
      });
      rows.push({ system: system.name, ...summarize(took) });
      console.log(`  ${system.name}: median ${rows.at(-1).median.toFixed(1)} ms`);
    }
    return { unit: 'ms', rows };
  },
};
