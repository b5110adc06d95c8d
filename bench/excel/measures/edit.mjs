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
      rows.push({ system: 'Lifebound', workbook, ...(await ours(path, edits)) });
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
    const times = [];
    for (let count = 0; count < edits; count++) {
      const change = {
        workbook: id,
        key: randomUUID(),
        edits: [{ sheet: 0, row: 1, column: 1, input: String(count + 1) }],
      };
      times.push(await timed(() => service.call('cells/set', change)));
    }
    return summarize(times);
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
