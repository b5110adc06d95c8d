import { setTimeout as sleep } from 'node:timers/promises';
import { cpuMs, findMarked, pssMb, switchesOf } from './processes.mjs';
import { child, withSystem } from './with-system.mjs';

export const idle = {
  what: 'memory, processor time and wake-ups of the supervisor while its child sleeps',
  async run(systems, { seconds }) {
    const rows = [];
    for (const system of systems) {
      const row = await withSystem(system, [child('plain.sh')], async ({ mark }) => {
        // What a start leaves to be done is not idleness.
        await sleep(5_000);
        const own = findMarked(mark).filter(
          ({ command }) => !command.includes('987654') || command.includes('lifebound'),
        );
        const before = own.map(({ pid }) => ({ pid, cpu: cpuMs(pid), switches: switchesOf(pid) }));
        await sleep(seconds * 1000);
        const sum = (value) => before.reduce((total, one) => total + value(one), 0);
        return {
          processes: own.length,
          pssMb: sum(({ pid }) => pssMb(pid)),
          cpuMsPerMinute: (sum(({ pid, cpu }) => cpuMs(pid) - cpu) * 60) / seconds,
          wakeUpsPerSecond: sum(({ pid, switches }) => switchesOf(pid) - switches) / seconds,
        };
      });
      rows.push({ system: system.name, ...row });
      console.log(
        `  ${system.name}: ${row.pssMb.toFixed(1)} MB, ${row.wakeUpsPerSecond.toFixed(2)} wake-ups a second`,
      );
    }
    return { unit: 'MB PSS', rows };
  },
};
