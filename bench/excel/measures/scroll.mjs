import { openDisplay } from '../../../faults/window/display.mjs';
import { summarize } from '../../measures/statistics.mjs';
import { browserVersion } from '../systems/browser.mjs';
import { desktopApp } from '../systems/window.mjs';

const lastRow = 1_048_576;
/** What a page key passes over. */
const pageRows = 30;

/** In a sheet with all 1,048,576 rows: page by page from far down, and from anywhere to anywhere. */
export const scroll = {
  what: 'a scroll step until its cells are drawn, in 1,048,576 rows',
  async run({ long }, { steps }) {
    const pages = Array.from({ length: steps }, (_, step) => 500_000 + step * pageRows);
    // Spread over the sheet and never twice the same.
    const jumps = Array.from(
      { length: Math.ceil(steps / 4) },
      (_, step) => 1 + ((step * 377_777) % (lastRow - 60)),
    );
    const display = await openDisplay();
    const rows = [];
    try {
      for (const system of [browserVersion, desktopApp]) {
        const reason = system.whyNot();
        if (reason) {
          console.log(`  ${system.name}: left out, since ${reason}`);
          continue;
        }
        const app = await system.start(long, display);
        try {
          const found = { 'a page': await app.scrollTo(pages), 'a jump': await app.scrollTo(jumps) };
          for (const [step, times] of Object.entries(found)) {
            if (!Array.isArray(times)) throw new Error(`${system.name}: ${times}`);
            rows.push({ system: system.name, step, ...summarize(times) });
            const { median, p99 } = rows.at(-1);
            console.log(`  ${system.name}, ${step}: p50 ${Math.round(median)} ms, p99 ${Math.round(p99)} ms`);
          }
        } finally {
          await app.end();
        }
      }
    } finally {
      await display.close();
    }
    return { rows };
  },
};
