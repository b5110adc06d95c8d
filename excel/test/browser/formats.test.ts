import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type AppPage, endAll, endApps, newFolder, startApp, venvPython } from './app-page.js';

afterEach(endApps);
afterAll(endAll);

function makeFormatted(): string {
  const path = join(newFolder(), 'formats.xlsx');
  execFileSync(venvPython, [join(import.meta.dirname, 'make_formatted.py'), path]);
  return path;
}

const styleOf = (app: AppPage, row: number, column: number, property: string) =>
  app.cell(row, column).evaluate((cell, name) => getComputedStyle(cell).getPropertyValue(name), property);

describe('conditional formats', () => {
  it('are drawn, and follow what is typed', async () => {
    const app = await startApp({ workbook: makeFormatted() });
    await app.waitForCell('A3', '40');
    const fill = (row: number) => styleOf(app, row, 1, 'background-color');
    expect(await fill(3)).toBe('rgb(255, 199, 206)');
    expect(await fill(1)).not.toBe('rgb(255, 199, 206)');
    expect(await styleOf(app, 3, 1, 'font-weight')).toBe('600');
    expect(await styleOf(app, 2, 2, 'background-size')).toBe('50% calc(100% - 4px)');
    expect(await styleOf(app, 2, 2, 'background-image')).toContain('rgb(99, 142, 198)');
    expect(await styleOf(app, 1, 3, 'background-image')).toContain('data:image/svg+xml');
    expect((await app.cell(1, 4).textContent())?.trim()).toBe('');
    expect(await app.page.textContent('[data-testid=undrawn-formats]')).toBe(
      '1 conditional format not shown',
    );
    await app.type('A1', '16');
    await expect.poll(() => fill(1)).toBe('rgb(255, 199, 206)');
    await app.type('B3', '80');
    await expect.poll(() => styleOf(app, 2, 2, 'background-size')).toBe('25% calc(100% - 4px)');
    await app.keys.press('Control+z');
    await expect.poll(() => styleOf(app, 2, 2, 'background-size')).toBe('50% calc(100% - 4px)');
  });
});

describe('texts', () => {
  it('are indented, turned, stacked and shrunk', async () => {
    const app = await startApp({ workbook: makeFormatted() });
    await app.waitForCell('A3', '40');
    const textBox = async (row: number) => (await app.cell(row, 7).locator('.text').boundingBox())!;
    const cellBox = async (row: number) => (await app.cell(row, 7).boundingBox())!;
    const indented = (await textBox(1)).x - (await cellBox(1)).x;
    expect(indented).toBeGreaterThan(18);
    // As high as a text is long, and in the cell.
    for (const row of [3, 4]) {
      const box = await textBox(row);
      expect(box.height).toBeGreaterThan(3 * box.width);
    }
    const [shrunk, cell] = [await textBox(5), await cellBox(5)];
    expect(shrunk.width).toBeLessThanOrEqual(cell.width);
    expect(shrunk.width).toBeGreaterThan(cell.width * 0.7);
    expect(await styleOf(app, 6, 7, 'background-image')).toContain('rgb(192, 0, 0)');
    expect(await styleOf(app, 7, 7, 'background-image')).toContain('linear-gradient');
  });
});

describe('parts of a text', () => {
  it('have their own fonts, in merged cells too', async () => {
    const app = await startApp({ workbook: makeFormatted() });
    await app.waitForCell('G12', 'red and plain');
    const parts = app.cell(12, 7).locator('.text > span');
    const weights = (of: typeof parts) =>
      of.evaluateAll((spans) => spans.map((span) => [span.textContent, getComputedStyle(span).fontWeight]));
    expect(await weights(parts)).toEqual([
      ['red', '600'],
      [' and plain', '400'],
    ]);
    const merged = app.page.locator('.merged-box .text > span');
    expect(await weights(merged)).toEqual([
      ['plain ', '400'],
      ['bold', '600'],
    ]);
    // Typed over, it is a text like others.
    await app.type('G12', 'red and plain!');
    await app.waitForCell('G12', 'red and plain!');
    await expect.poll(() => parts.count()).toBe(0);
  });
});

describe('a picture', () => {
  it('stands in its place, and moves along with the rows', async () => {
    const app = await startApp({ workbook: makeFormatted() });
    await app.waitForCell('A3', '40');
    const picture = app.page.locator('[data-testid=picture]');
    await picture.waitFor();
    const image = picture.getByRole('img', { name: 'Flag' });
    await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(2);
    const box = (await picture.boundingBox())!;
    const cell = (await app.cell(9, 2).boundingBox())!;
    expect([Math.round(box.x - cell.x), Math.round(box.y - cell.y)]).toEqual([0, 0]);
    // From cell to cell: a column and 32 px, two rows.
    expect(Math.abs(box.width - cell.width - 32)).toBeLessThan(2);
    expect(Math.abs(box.height - 2 * cell.height)).toBeLessThan(2);
    await app.goTo('A2');
    await app.keys.press('Shift+Space');
    await app.keys.press('Control+Shift+Equal');
    await app.waitForCell('A4', '40');
    await expect
      .poll(async () => Math.round((await picture.boundingBox())!.y))
      .toBeGreaterThan(Math.round(box.y));
    await app.keys.press('Control+z');
    await expect.poll(async () => Math.round((await picture.boundingBox())!.y)).toBe(Math.round(box.y));
    // What is below it can be selected.
    await app.page.mouse.click(box.x + 20, box.y + 5);
    await expect.poll(() => app.page.inputValue('[data-testid=name-box]')).toBe('B9');
  });
});
