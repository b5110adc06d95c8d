import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Key } from 'selenium-webdriver';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { waitFor } from './processes.js';
import { type AppWindow, type Desk, openDesk } from './window.js';

const sample = fileURLToPath(new URL('../../samples/budget.xlsx', import.meta.url));

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk();
});

afterAll(() => desk.close());

async function openBudget(): Promise<AppWindow> {
  const folder = mkdtempSync(join(tmpdir(), 'lifebound-window-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, '预算.xlsx');
  copyFileSync(sample, path);
  const window = await desk.open(path);
  onTestFinished(() => window.end());
  return window;
}

/** By the name box, as a user would go to a far cell. */
async function goTo(window: AppWindow, cell: string): Promise<void> {
  const nameBox = await window.find('name-box');
  await nameBox.click();
  await nameBox.sendKeys(Key.chord(Key.CONTROL, 'a'), cell, Key.ENTER);
  await waitFor(`the cursor in ${cell}`, () => hasFocus(window, 'cell-input'));
}

function hasFocus(window: AppWindow, testId: string): Promise<boolean> {
  return window.driver.executeScript(`return document.activeElement?.dataset.testid === '${testId}'`);
}

async function enter(window: AppWindow, cell: string, text: string): Promise<void> {
  await goTo(window, cell);
  const input = await window.driver.switchTo().activeElement();
  await input.sendKeys(text, Key.ENTER);
}

/** What is drawn in the grid, anywhere. */
function isDrawn(window: AppWindow, text: string): Promise<boolean> {
  return window.driver.executeScript(
    `return [...document.querySelectorAll('revo-grid [role=gridcell]')].some((cell) => cell.textContent.trim() === arguments[0])`,
    text,
  );
}

describe('a workbook in the window', () => {
  it('named on the command line is opened, edited, and goes on over a killed backend', async () => {
    const window = await openBudget();
    await waitFor('the sheet', () => isDrawn(window, '342,000'));
    await enter(window, 'F3', 'before');
    await waitFor('the first edit', () => isDrawn(window, 'before'));
    const { pid } = await window.status();
    process.kill(pid ?? 0, 'SIGKILL');
    await waitFor('the next backend', async () => (await window.status()).generation === 2);
    await enter(window, 'F4', '=40+2');
    await waitFor('an edit after the crash', () => isDrawn(window, '42'));
    expect(await isDrawn(window, 'before')).toBe(true);
  });
});
