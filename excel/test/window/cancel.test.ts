import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { By, Key } from 'selenium-webdriver';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { checkout } from './build.js';
import { waitFor } from './processes.js';
import { type AppWindow, type Desk, openDesk } from './window.js';

const room = fileURLToPath(new URL('../../', import.meta.url));
const sample = `${room}samples/budget.xlsx`;
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk(checkout);
});
afterAll(() => desk.close());

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lifebound-window-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Takes the real engine minutes. */
function makeSlowWorkbook(): string {
  const path = join(newFolder(), 'slow.xlsx');
  const script =
    'import sys; from pathlib import Path; from tests.support.workbooks import write_slow; write_slow(Path(sys.argv[1]))';
  execFileSync(`${room}src-python/.venv/bin/python`, ['-c', script, path], {
    cwd: `${room}src-python`,
    env: { ...process.env, PYTHONPATH: `${room}src-python/src` },
  });
  return path;
}

async function open(...args: readonly string[]): Promise<AppWindow> {
  const window = await desk.open(...args);
  onTestFinished(() => window.end());
  return window;
}

function textOf(window: AppWindow, testId: string): Promise<string> {
  return waitFor(testId, async () => {
    const [found] = await window.driver.findElements(By.css(`[data-testid=${testId}]`));
    return found && ((await found.getText()) || false);
  });
}

describe('a window', () => {
  it('cancels an open that native code does not come back from, and goes on at once', async () => {
    const window = await open(makeSlowWorkbook());
    expect(await textOf(window, 'busy')).toContain('Opening slow.xlsx');
    const button = await waitFor('the way to end it', async () => {
      const [found] = await window.driver.findElements(By.css('[data-testid=cancel-work]'));
      return found;
    });
    const clicked = performance.now();
    await button.click();
    expect(await textOf(window, 'message-info')).toContain('Cancelled: slow.xlsx was not opened.');
    console.log(`cancel → told: ${Math.round(performance.now() - clicked)} ms, in the window`);
    const status = await window.status();
    expect(status).toMatchObject({
      state: 'ready',
      generation: 2,
      attempts: 0,
      lastCause: { kind: 'restart-asked' },
    });
    await (await window.find('open-sample')).click();
    await waitFor('the sheet', async () => {
      const cells = await window.driver.findElements(By.css('revo-grid .rgCell'));
      return cells.length > 0;
    });
  });

  it('does not save over what another program has open, unless told to', async () => {
    const folder = newFolder();
    const path = join(folder, 'budget.xlsx');
    copyFileSync(sample, path);
    writeFileSync(join(folder, '.~lock.budget.xlsx#'), ',ana,desk,24.11.2026 10:00,file:///home/ana;');
    const before = readFileSync(path);
    const window = await open(path);
    expect(await textOf(window, 'owner-notice')).toContain('ana (desk)');
    const input = await waitFor('the keyboard on the sheet', async () => {
      const field = await window.driver.switchTo().activeElement();
      return (await field.getAttribute('data-testid')) === 'cell-input' && field;
    });
    await input.sendKeys('typed', Key.ENTER);
    await waitFor('the edit', async () => {
      const [tab] = await window.driver.findElements(By.css('[data-testid=workbook][data-dirty=true]'));
      return tab;
    });
    await (await window.driver.switchTo().activeElement()).sendKeys(Key.chord(Key.CONTROL, 's'));
    expect(await textOf(window, 'question')).toContain('ana');
    expect(readFileSync(path).equals(before)).toBe(true);
    const take = await window.driver.findElement(By.css('[data-testid=question] .danger'));
    await take.click();
    await waitFor('the save', () => !readFileSync(path).equals(before));
  });
});
