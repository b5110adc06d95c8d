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
