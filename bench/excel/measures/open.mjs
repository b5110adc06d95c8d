import { openDisplay } from '../../../faults/window/display.mjs';
import { summarize } from '../../measures/statistics.mjs';
import { browserVersion } from '../systems/browser.mjs';
import { libreOffice, openpyxl } from '../systems/peer.mjs';
import { firstWindow, startService, timed } from '../systems/service.mjs';
import { desktopApp } from '../systems/window.mjs';

/** Each system, a fresh process for each round: `{ms, memoryMb}`. */
const systems = {
  'Lifebound, service alone': {
    whyNot: () => null,
    until: 'first cells answered',
    async round({ large }) {
      const service = await startService();
      try {
        const ms = await timed(async () => {
          const { id } = await service.call('workbook/open', { path: large });
          await service.call('sheet/window', { workbook: id, ...firstWindow });
        });
        return { ms, memoryMb: service.memoryMb() };
      } finally {
        await service.end();
      }
    },
  },
  'LibreOffice, headless': {
    whyNot: libreOffice.whyNot,
    until: 'loaded',
    async round({ large }) {
      const peer = libreOffice.start();
      try {
        await peer.do('start');
        const ms = await peer.do('open', large);
        const memoryMb = peer.memoryMb(libreOffice.isPart);
        await peer.do('close');
        await peer.do('end');
        return { ms, memoryMb };
      } finally {
        await peer.end();
      }
    },
  },
  openpyxl: {
    whyNot: openpyxl.whyNot,
    until: 'loaded',
    async round({ large }) {
      const peer = openpyxl.start();
      try {
        return { ms: await peer.do('open', large), memoryMb: peer.memoryMb() };
      } finally {
        await peer.end();
      }
    },
  },
  [desktopApp.name]: {
    whyNot: desktopApp.whyNot,
    until: 'program started to first cells drawn',
    async round({ large }, display) {
      const app = await desktopApp.start(large, display);
      try {
        return { ms: app.firstCellsMs, memoryMb: app.memoryMb() };
      } finally {
        await app.end();
      }
    },
  },
  [browserVersion.name]: {
    whyNot: browserVersion.whyNot,
    until: 'program started to first cells drawn',
    async round({ large }) {
      const app = await browserVersion.start(large);
      await app.end();
      return { ms: app.firstCellsMs, memoryMb: null };
    },
  },
  'LibreOffice, its window': {
    whyNot: libreOffice.whyNoWindow,
    until: 'program started to document in a window',
    async round({ large }, display) {
      const peer = libreOffice.start({ DISPLAY: display.name });
      try {
        const ms = await peer.do('window', large);
        const memoryMb = peer.memoryMb(libreOffice.isPart);
        await peer.do('end');
        return { ms, memoryMb };
      } finally {
        await peer.end();
      }
    },
  },
};

export const open = {
  what: 'open 100,000 × 10 cells with 400,000 formulas',
  async run(workbooks, { rounds }) {
    const display = await openDisplay();
    const rows = [];
    try {
      for (const [system, { whyNot, until, round }] of Object.entries(systems)) {
        const reason = whyNot();
        if (reason) {
          console.log(`  ${system}: left out, since ${reason}`);
          continue;
        }
        const found = [];
        for (let count = 0; count < rounds; count++) found.push(await round(workbooks, display));
        const ms = summarize(found.map((one) => one.ms));
        const memory = found.every((one) => one.memoryMb !== null);
        rows.push({
          system,
          until,
          ...ms,
          memoryMb: memory ? summarize(found.map((one) => one.memoryMb)).median : null,
        });
        console.log(`  ${system}: ${Math.round(ms.median)} ms, ${Math.round(rows.at(-1).memoryMb ?? 0)} MB`);
      }
    } finally {
      await display.close();
    }
    return { rows };
  },
};
