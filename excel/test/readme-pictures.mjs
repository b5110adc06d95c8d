// node excel/test/readme-pictures.mjs: the READMEs' pictures, from the browser version on the real service, which is
// killed once on the way. Needs `npm run setup`.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const room = fileURLToPath(new URL('..', import.meta.url));
const images = fileURLToPath(new URL('../../docs/images', import.meta.url));
const light = (state) => `[data-testid=backend-light][data-state=${state}]`;

const data = mkdtempSync(join(tmpdir(), 'lifebound-pictures-'));
const server = spawn(process.execPath, [join(room, 'server/dist/main.js'), '--no-open'], {
  env: { ...process.env, LIFEBOUND_EXCEL_DATA: data },
  stdio: ['ignore', 'pipe', 'inherit'],
});
const ended = new Promise((resolve) => server.once('exit', resolve));
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const address = await readAddress();
  await takePicture(address, 'workbook', {}, true);
  await takePicture(address, 'workbook-zh', { locale: 'zh-CN' }, false);
} finally {
  await browser.close();
  server.kill('SIGTERM');
  await ended;
  rmSync(data, { recursive: true, force: true });
}

async function takePicture(address, name, options, isFirst) {
  const page = await browser.newPage({ viewport: { width: 1100, height: 640 }, ...options });
  await page.goto(address);
  await page.waitForSelector(light('ready'));
  // The first page starts empty; the second finds the workbook open, a moment after it is there.
  if (isFirst) await page.click('[data-testid=open-sample]');
  await page.waitForSelector('revo-grid [role=gridcell]:has-text("342,000")');
  await page.click(light('ready'));
  const pid = page.locator('[data-testid=panel-pid]');
  const before = await pid.textContent();
  process.kill(Number.parseInt(before, 10), 'SIGKILL');
  await page.waitForFunction(
    ([old, selector]) =>
      document.querySelector(selector) &&
      document.querySelector('[data-testid=panel-pid]')?.textContent !== old,
    [before, light('ready')],
  );
  // What fades in has done so, and the clock has moved on.
  await page.waitForTimeout(4_000);
  await page.screenshot({ path: `${images}/${name}.png` });
  await page.close();
}

/** The line that the server prints once it listens. */
async function readAddress() {
  let text = '';
  for await (const chunk of server.stdout) {
    text += chunk;
    const address = /http:\/\/127\.0\.0\.1:\S+/.exec(text)?.[0];
    if (address) return address;
  }
  throw new Error(`the server ended and printed no address: ${text}`);
}
