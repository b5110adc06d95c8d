import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Key } from 'selenium-webdriver';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { checkout, type Installation, installed } from './build.js';
import { enter } from './keys.js';
import { waitFor } from './processes.js';
import { type AppWindow, type Desk, openDesk } from './window.js';

const sample = fileURLToPath(new URL('../../samples/budget.xlsx', import.meta.url));

async function openBudget(desk: Desk): Promise<{ window: AppWindow; path: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'lifebound-window-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, '预算.xlsx');
  copyFileSync(sample, path);
  const window = await desk.open(path);
  onTestFinished(() => window.end());
  return { window, path };
}

/** What is drawn in the grid, anywhere. */
function isDrawn(window: AppWindow, text: string): Promise<boolean> {
  return window.driver.executeScript(
    `return [...document.querySelectorAll('revo-grid [role=gridcell]')].some((cell) => cell.textContent.trim() === arguments[0])`,
    text,
  );
}

const ways: [string, Installation][] = [
  ['the checkout', checkout],
  ['the installed .deb', installed],
];

describe.each(ways)('a workbook in the window of %s', (_name, installation) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk(installation);
  });
  afterAll(() => desk.close());

  it('named on the command line is opened, edited, goes on over a killed backend, and is saved', async () => {
    const { window, path } = await openBudget(desk);
    await waitFor('the sheet', () => isDrawn(window, '342,000'));
    await enter(window, 'F3', 'before');
    await waitFor('the first edit', () => isDrawn(window, 'before'));
    process.kill(window.backendPid, 'SIGKILL');
    await waitFor('the next backend', async () => (await window.status()).generation === 2);
    await enter(window, 'F4', '=40+2');
    await waitFor('an edit after the crash', () => isDrawn(window, '42'));
    expect(await isDrawn(window, 'before')).toBe(true);

    const before = readFileSync(path);
    await window.driver.actions().keyDown(Key.CONTROL).sendKeys('s').keyUp(Key.CONTROL).perform();
    await waitFor('the saved file', () => !readFileSync(path).equals(before));
  });
});
