import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { By, Key, Origin } from 'selenium-webdriver';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { checkout } from './build.js';
import { enter, goTo, press, selectionOf, textOf, type, waitForText } from './keys.js';
import { endProcess, waitFor } from './processes.js';
import { type AppWindow, type Desk, openDesk } from './window.js';

const sample = fileURLToPath(new URL('../../samples/budget.xlsx', import.meta.url));
const clipboard = fileURLToPath(new URL('clipboard.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lifebound-window-'));

let desk: Desk;
let window: AppWindow;

beforeAll(async () => {
  desk = await openDesk(checkout);
  const path = join(folder, 'budget.xlsx');
  copyFileSync(sample, path);
  window = await desk.open(path);
  await waitFor('the workbook', async () => (await selectionOf(window)) !== '');
});

afterAll(async () => {
  await window?.end();
  await desk.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Each test has an empty sheet. */
beforeEach(async () => {
  const tabs = () => window.driver.findElements(By.css('[role=tab]'));
  const before = (await tabs()).length;
  await (await window.find('add-sheet')).click();
  await waitFor('the new sheet', async () => (await tabs()).length === before + 1);
  await waitFor('its cells', async () => (await selectionOf(window)) === area(1, 1, 1, 1));
});

const area = (top: number, left: number, bottom: number, right: number) =>
  JSON.stringify({ top, left, bottom, right });

const fruits = [
  ['Fruit', 'Kilos'],
  ['Pear', '7'],
  ['Apple', '12'],
  ['Plum', '3'],
];
const tsv = fruits.map((row) => row.join('\t')).join('\n');
const html = `<table>${fruits.map((row) => `<tr>${row.map((text) => `<td>${text}</td>`).join('')}</tr>`).join('')}</table>`;

/** Another program copies something; its clipboard is gone with the test. */
async function offer(text: string, markup: string): Promise<void> {
  const env = { ...process.env, DISPLAY: desk.display };
  const program = spawn('python3', [clipboard, 'give', text, markup], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => endProcess(program));
  await once(program.stdout!, 'data');
}

const taken = (target: string) =>
  execFileSync('python3', [clipboard, 'take', target], {
    env: { ...process.env, DISPLAY: desk.display },
    encoding: 'utf8',
    timeout: 30_000,
  });

async function pasteFruits(): Promise<void> {
  await offer(tsv, html);
  await goTo(window, 'A1');
  await press(window, Key.CONTROL, 'v');
  await waitForText(window, 'B4', '3');
}

describe('the clipboard of the system', () => {
  it('brings a table of another program, as HTML', async () => {
    await offer('not this', html);
    await press(window, Key.CONTROL, 'v');
    await waitForText(window, 'A3', 'Apple');
    await waitForText(window, 'B3', '12');
    expect(await selectionOf(window)).toBe(area(1, 1, 4, 2));
  });

  it('brings lines with tabs, where there is no table', async () => {
    await offer('1\t=A1+1\n"two\nlines"\tx', '<p>no table</p>');
    await press(window, Key.CONTROL, 'v');
    await waitForText(window, 'B1', '2');
    await waitForText(window, 'A2', 'two\nlines');
  });

  it('takes cells to another program, as lines with tabs and as a table', async () => {
    await enter(window, 'A1', 'a & b');
    await enter(window, 'B1', '=6*7');
    await waitForText(window, 'B1', '42');
    await goTo(window, 'A1:B1');
    await press(window, Key.CONTROL, 'c');
    await waitFor(
      'the copy',
      async () => (await window.driver.findElements(By.css('.copied-box'))).length > 0,
    );
    expect(taken('UTF8_STRING')).toBe('a & b\t42');
    expect(taken('text/html')).toContain('<td>a &amp; b</td><td>42</td>');
  });
});

describe('a table', () => {
  it('is sorted and filtered', async () => {
    await pasteFruits();
    await goTo(window, 'A2');
    await (await window.find('command-sortAscending')).click();
    await waitForText(window, 'A2', 'Apple');
    expect(await Promise.all(['A1', 'A3', 'A4', 'B4'].map((cell) => textOf(window, cell)))).toEqual([
      'Fruit',
      'Pear',
      'Plum',
      '3',
    ]);
    await press(window, Key.CONTROL, Key.SHIFT, 'l');
    // The buttons are drawn anew with each answer: one may go between finding and clicking it.
    await waitFor('the choices of a column', async () => {
      await window
        .find('filter-A1')
        .then((button) => button.click())
        .catch(() => undefined);
      return (await window.driver.findElements(By.css('.filter-options label'))).length === 3;
    });
    await window.driver.findElement(By.xpath("//label[contains(., 'Pear')]")).click();
    await window.driver.findElement(By.css('[data-testid=filter-menu] button.primary')).click();
    await waitFor('a hidden row', async () => (await textOf(window, 'A3')) === null);
    await waitForText(window, 'A4', 'Plum');
  });

  it('is searched', async () => {
    await pasteFruits();
    await goTo(window, 'A1');
    await press(window, Key.CONTROL, 'f');
    await type(window, 'plu');
    await type(window, Key.ENTER);
    await waitFor('what was found', async () => (await selectionOf(window)) === area(4, 1, 4, 1));
    await type(window, Key.ESCAPE);
  });
});

it('the fill handle continues a series', async () => {
  await enter(window, 'A1', '10');
  await enter(window, 'A2', '20');
  await goTo(window, 'A1:A2');
  const handle = await window.find('fill-handle');
  const drag = window.driver.actions().move({ origin: handle }).press();
  await drag
    .move({ x: 0, y: 44, origin: Origin.POINTER })
    .move({ x: 0, y: 22, origin: Origin.POINTER })
    .release()
    .perform();
  await waitForText(window, 'A5', '50');
  expect(await selectionOf(window)).toBe(area(1, 1, 5, 1));
});

it('formats come by keys, and frozen rows and the zoom are seen', async () => {
  await enter(window, 'B1', '1234.5');
  await goTo(window, 'B1');
  await press(window, Key.CONTROL, 'b');
  await press(window, Key.CONTROL, Key.SHIFT, '1');
  await waitForText(window, 'B1', '1,234.50');
  const cell = (look: string) =>
    window.driver.executeScript<string>(
      `const cell = document.querySelector('[role=gridcell][aria-rowindex="1"][aria-colindex="2"]'); return ${look}`,
    );
  expect(Number(await cell('getComputedStyle(cell).fontWeight'))).toBeGreaterThan(500);
  const before = Number(await cell('cell.offsetHeight'));
  await (await window.find('zoom-in')).click();
  await waitFor('larger cells', async () => Number(await cell('cell.offsetHeight')) > before);
  await (await window.find('zoom')).click();

  await goTo(window, 'A2');
  await (await window.find('command-freeze')).click();
  await waitFor(
    'a frozen row',
    async () =>
      (await window.driver.findElements(By.css('revogr-data[type=rowPinStart] .rgCell'))).length > 0,
  );
  await goTo(window, 'B600');
  expect(await textOf(window, 'B1')).toBe('1,234.50');
});
