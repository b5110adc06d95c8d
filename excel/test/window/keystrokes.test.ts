import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { By, Key } from 'selenium-webdriver';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { checkout } from './build.js';
import { childrenOf, isAlive, textOf, waitFor } from './processes.js';
import { type AppWindow, type Desk, openDesk } from './window.js';

const venvPython = fileURLToPath(new URL('../../src-python/.venv/bin/python', import.meta.url));
const sample = fileURLToPath(new URL('../../samples/budget.xlsx', import.meta.url));
let desk: Desk;

function copySample(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lifebound-window-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'budget.xlsx');
  copyFileSync(sample, path);
  return path;
}

/** Begins a cell, and leaves it unfinished. */
async function type(window: AppWindow, text: string): Promise<void> {
  const input = await waitFor('the keyboard on the sheet', async () => {
    const field = await window.driver.switchTo().activeElement();
    return (await field.getAttribute('data-testid')) === 'cell-input' && field;
  });
  await input.sendKeys(text);
}

async function typedText(window: AppWindow): Promise<string> {
  return (await (await window.find('cell-input')).getAttribute('value')) ?? '';
}

function press(xWindow: string, keys: string): void {
  const env = { ...process.env, DISPLAY: desk.display };
  execFileSync('xdotool', ['windowfocus', xWindow, 'key', keys], { env });
}

/** All texts of the first sheet, by a second reader. */
function readCells(path: string): string[] {
  const script = `import json, sys, openpyxl
rows = openpyxl.load_workbook(sys.argv[1]).worksheets[0].iter_rows(values_only=True)
print(json.dumps([cell for row in rows for cell in row if isinstance(cell, str)]))`;
  return JSON.parse(execFileSync(venvPython, ['-c', script, path], { encoding: 'utf8' }));
}

function isWebView(pid: number): boolean {
  return textOf(pid, 'comm').startsWith('WebKitWebProces');
}

beforeAll(async () => {
  desk = await openDesk(checkout);
});
afterAll(() => desk.close());

describe('what is being typed', () => {
  it('is in its cell again after a SIGKILL of the web view', async () => {
    const path = copySample();
    const window = await desk.open(path);
    onTestFinished(() => window.end());
    await type(window, 'half a sen');
    const xWindow = await window.xWindow();
    const [webView] = childrenOf(window.appPid).filter(isWebView);
    process.kill(webView!, 'SIGKILL');
    // The driver has lost its page with the process: from here on by the keyboard, as its user.
    await waitFor('the text in the saved file', () => {
      press(xWindow, 'ctrl+s');
      return readCells(path).includes('half a sen');
    });
  });

  it('is in its cell again after a SIGKILL of the app, once its workbook is recovered', async () => {
    const window = await desk.open(copySample());
    onTestFinished(() => window.end());
    await type(window, `whole${Key.ENTER}`);
    await type(window, 'half a sen');
    process.kill(window.appPid, 'SIGKILL');
    await waitFor('the end of the app', () => !isAlive(window.appPid));
    await window.end();
    // Its storage is the user's alone.
    expect(statSync(join(desk.home, 'data/app.lifebound.excel')).mode & 0o077).toBe(0);
    const next = await desk.open();
    onTestFinished(() => next.end());
    const open = By.css('[data-testid=recovery-entry] button.primary');
    await (await waitFor('the list', () => next.driver.findElement(open).catch(() => null))).click();
    await waitFor('the text', () =>
      typedText(next).then(
        (text) => text === 'half a sen',
        () => false,
      ),
    );
  });
});
