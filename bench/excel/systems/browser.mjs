import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { makeFolder } from '../../systems/folder.mjs';
import { hasCells, scrollTo } from './in-page.mjs';
import { excelRoom } from './places.mjs';

const program = '/usr/bin/chromium';

/** The browser version in Chromium. */
export const browserVersion = {
  name: 'Lifebound, browser version',
  whyNot: () => (existsSync(program) ? null : 'Chromium is not installed'),
  /** From nothing running but the browser itself, to the workbook's first cells. */
  async start(workbook) {
    const { serve } = await import(join(excelRoom, 'server/dist/serve.js'));
    const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const begin = performance.now();
    const data = join(makeFolder('excel'), randomBytes(4).toString('hex'));
    const served = await serve({ workbook, watchdog: { env: { LIFEBOUND_EXCEL_DATA: data } } });
    await page.goto(served.url);
    await page.waitForFunction(hasCells, undefined, { timeout: 120_000 });
    const firstCellsMs = performance.now() - begin;
    return {
      firstCellsMs,
      scrollTo: (rows) => page.evaluate(scrollTo, rows),
      async end() {
        await browser.close();
        await served.close();
      },
    };
  },
};
