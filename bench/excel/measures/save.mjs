import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { summarize } from '../../measures/statistics.mjs';
import { makeFolder } from '../../systems/folder.mjs';
import { libreOffice, openpyxl } from '../systems/peer.mjs';
import { startService, timed } from '../systems/service.mjs';

/** One edit, then the save. */
const systems = {
  Lifebound: { whyNot: () => null, times: ours },
  LibreOffice: { whyNot: libreOffice.whyNot, times: (...all) => theirs(libreOffice, ...all) },
  openpyxl: { whyNot: openpyxl.whyNot, times: (...all) => theirs(openpyxl, ...all) },
};

export const save = {
  what: 'save the large workbook after one edit',
  async run({ large }, { rounds }) {
    const folder = makeFolder('saved');
    const rows = [];
    for (const [system, { whyNot, times }] of Object.entries(systems)) {
      const reason = whyNot();
      if (reason) {
        console.log(`  ${system}: left out, since ${reason}`);
        continue;
      }
      const target = join(folder, `${system}.xlsx`);
      rows.push({
        system,
        ...summarize(await times(large, target, rounds)),
        megabytes: statSync(target).size / 1e6,
      });
      console.log(`  ${system}: ${Math.round(rows.at(-1).median)} ms`);
    }
    return { rows };
  },
};

async function ours(path, target, rounds) {
  const service = await startService();
  try {
    const { id } = await service.call('workbook/open', { path });
    const found = [];
    for (let count = 1; count <= rounds; count++) {
      const edits = [{ sheet: 0, row: 1, column: 1, input: String(count) }];
      await service.call('cells/set', { workbook: id, key: randomUUID(), edits });
      found.push(
        await timed(() => service.call('workbook/save', { workbook: id, path: target, overwrite: true })),
      );
    }
    return found;
  } finally {
    await service.end();
  }
}

async function theirs(system, path, target, rounds) {
  const peer = system.start();
  try {
    await peer.do('start');
    await peer.do('open', path);
    const found = [];
    for (let count = 1; count <= rounds; count++) {
      await peer.do('edit', count);
      found.push(await peer.do('save', target));
    }
    await peer.do('close');
    await peer.do('end');
    return found;
  } finally {
    await peer.end();
  }
}
