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
  [
    'chart',
    {},
    async (page) => {
      await page.locator(cell(4, 1)).click();
      await page.locator(cell(11, 2)).click({ modifiers: ['Shift'] });
      await page.keyboard.press('Alt+F1');
      await page.waitForSelector('[data-testid=chart] canvas');
      await page.fill('.chart-tools .text-field', 'What it costs');
      await page.keyboard.press('Enter');
    },
  ],
  [
    'filter',
    {},
    async (page) => {
      await page.locator(cell(3, 1)).click();
      await page.keyboard.press('Control+Shift+l');
      await page.click('[data-testid=filter-A3]');
      await page.waitForSelector('.filter-options label');
    },
  ],
  [
    'recovery',
    {},
    async (page) => {
      await page.evaluate(() => {
        const one = { id: 'a', name: 'plan.xlsx', path: '/home/ana/plan.xlsx', edits: 12 };
        const left = { ...one, editedAt: '2026-11-23T10:00:00Z', file: 'changed', state: 'interrupted' };
        const never = { id: 'b', name: 'Untitled', path: null, edits: 3, file: 'unsaved' };
        globalThis.host.service.recovery = [left, { ...left, ...never }];
        globalThis.app.dialog.value = 'recovery';
      });
      await page.waitForSelector('[data-testid=recovery-entry]');
    },
  ],
  ['commands', {}, (page) => page.keyboard.press('Alt+q')],
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
