import { randomUUID } from 'node:crypto';
import { summarize } from '../../measures/statistics.mjs';
import { startService, timed } from '../systems/service.mjs';

/** The service is killed when `edits` are in its journal; the next edit is sent at once. */
export const recovery = {
  what: 'SIGKILL of the service to the next edit acknowledged',
  async run({ small, large }, { rounds, journal }) {
    const rows = [];
    for (const [workbook, path] of Object.entries({ small, large })) {
      for (const edits of [1, journal]) {
        const times = await measure(path, edits, rounds);
        rows.push({ workbook, edits, ...summarize(times) });
        console.log(`  ${workbook}, ${edits} edits in the journal: ${Math.round(rows.at(-1).median)} ms`);
      }
    }
    return { rows };
  },
};

async function measure(path, edits, rounds) {
  const service = await startService();
  try {
    const { id } = await service.call('workbook/open', { path });
    const write = (row) =>
      service.call('cells/set', {
        workbook: id,
        key: randomUUID(),
        edits: [{ sheet: 0, row, column: 1, input: String(row) }],
      });
    // So many steps of undo; each is computed, as a user's is.
    for (let count = 0; count < edits; count++) await write(1 + (count % 20));
    const times = [];
    for (let count = 0; count < rounds; count++) {
      times.push(
        await timed(async () => {
          process.kill(service.pid, 'SIGKILL');
          await write(2);
        }),
      );
    }
    return times;
  } finally {
    await service.end();
  }
}
