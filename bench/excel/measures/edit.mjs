import { randomUUID } from 'node:crypto';
import { summarize } from '../../measures/statistics.mjs';
import { libreOffice } from '../systems/peer.mjs';
import { startService, timed } from '../systems/service.mjs';

/** A1 of each workbook, `edits` times: until it is in the journal on the disk, computed and acknowledged. */
export const edit = {
  what: 'an edit until it is acknowledged (ours: on the disk; LibreOffice: computed, in memory only)',
  async run({ small, large }, { edits }) {
    const rows = [];
    for (const [workbook, path] of Object.entries({ small, large })) {
      for (const [system, times] of Object.entries(await ours(path, edits)))
        rows.push({ system, workbook, ...summarize(times) });
      if (libreOffice.whyNot() === null)
        rows.push({ system: 'LibreOffice', workbook, ...(await theirs(path, edits)) });
    }
    for (const row of rows)
      console.log(
        `  ${row.system}, ${row.workbook}: p50 ${row.median.toFixed(1)} ms, p99 ${row.p99.toFixed(1)} ms`,
      );
    return { rows };
  },
};

async function ours(path, edits) {
  const service = await startService();
  try {
    const { id } = await service.call('workbook/open', { path });
    const makeChange = (row, input) => ({
      key: randomUUID(),
      edits: [{ sheet: 0, row, column: 1, input: String(input) }],
    });
    const set = (row, input) => service.call('cells/set', { workbook: id, ...makeChange(row, input) });
    const single = [];
    for (let count = 0; count < edits; count++) single.push(await timed(() => set(1, count + 1)));
    // As the UI sends what is typed faster than it is computed: the first, and then all that has come to wait.
    const burst = [];
    for (let count = 0; count < Math.ceil(edits / 20); count++) {
      const changes = Array.from({ length: 19 }, (_, index) => makeChange(index + 2, count + index));
      burst.push(
        await timed(async () => {
          await set(1, count);
          await service.call('cells/setMany', { workbook: id, changes });
        }),
      );
    }
    return { Lifebound: single, 'Lifebound, 20 edits typed at once': burst };
  } finally {
    await service.end();
  }
}

async function theirs(path, edits) {
  const peer = libreOffice.start();
  try {
    await peer.do('start');
    await peer.do('open', path);
    const times = [];
    for (let count = 0; count < edits; count++) times.push(await peer.do('edit', count + 1));
    await peer.do('close');
    await peer.do('end');
    return summarize(times);
  } finally {
    await peer.end();
  }
}
