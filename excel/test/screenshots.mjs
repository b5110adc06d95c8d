// node excel/test/screenshots.mjs: the pictures of docs/images, from the page on its fake host (test/fake), where
// every state can be had at will. The READMEs' pictures are of the real thing: readme-pictures.mjs.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { createServer } from 'vite';

const room = fileURLToPath(new URL('..', import.meta.url));
const images = fileURLToPath(new URL('../../docs/images', import.meta.url));
const cell = (row, column) => `revo-grid [aria-rowindex="${row}"][aria-colindex="${column}"]`;

const pictures = [
  ['light', {}, (page) => page.locator(cell(5, 2)).click()],
  [
    'dark',
    { colorScheme: 'dark' },
    async (page) => {
      await page.locator(cell(4, 2)).click();
      await page.locator(cell(9, 4)).click({ modifiers: ['Shift'] });
    },
  ],
  [
    'restarting',
    {},
    async (page) => {
      await page.locator(cell(6, 2)).click();
      await page.evaluate(() => globalThis.host.goTo('backoff', 1));
      await page.keyboard.type('44.90');
      await page.keyboard.press('Enter');
      await page.waitForSelector('[data-testid=banner]');
    },
  ],
  [
    'failed',
    {},
    async (page) => {
      await page.evaluate(() => globalThis.host.goTo('failed', 5));
      await page.waitForSelector('[data-testid=failed]');
    },
  ],
  ['small', { viewport: { width: 420, height: 420 } }, () => {}],
  ['empty', { query: '?empty' }, () => {}],
];

mkdirSync(images, { recursive: true });
const server = await createServer({
  root: room,
  configFile: `${room}vite.config.ts`,
  logLevel: 'error',
  server: { port: 0, strictPort: false },
});
await server.listen();
const address = `http://127.0.0.1:${server.httpServer.address().port}/test/fake/`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  for (const [name, { query = '', ...options }, act] of pictures) {
    const page = await browser.newPage({ viewport: { width: 1100, height: 640 }, ...options });
    await page.goto(address + query);
    await page.waitForSelector(query ? '[data-testid=empty]' : cell(4, 4));
    await act(page);
    // What fades in has done so.
    await page.waitForTimeout(700);
    await page.screenshot({ path: `${images}/${name}.png` });
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
}
