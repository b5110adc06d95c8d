import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type AppPage, endAll, endApps, makeWorkbook, startApp } from './app-page.js';

afterEach(endApps);
afterAll(endAll);

async function openBudget(): Promise<AppPage> {
  const app = await startApp({
    workbook: makeWorkbook(),
    watchdog: { restart: { baseDelayMs: 50, maxDelayMs: 100 } },
  });
  await app.waitForSheet();
  await app.waitForCell('D5', '13,938.00');
  return app;
}

/** A click with Ctrl. */
const add = (app: AppPage, row: number, column: number) =>
  app.cell(row, column).click({ modifiers: ['Control'] });

const statistics = (app: AppPage) => app.page.locator('[data-testid=statistics]').textContent();
const areas = (app: AppPage) => app.page.locator('.range-box').count();
const said = (app: AppPage) => app.page.locator('[data-testid=areas]').textContent();

describe('several areas', () => {
  it('are drawn, counted, filled, formatted and cleared in one step that outlives a kill', async () => {
    const app = await openBudget();
    await app.goTo('F2');
    await add(app, 4, 6);
    await add(app, 6, 7);
    expect([await areas(app), await said(app)]).toEqual([3, '3 areas selected']);
    expect(await app.page.getAttribute('[data-testid=cell-input]', 'aria-label')).toBe(
      'G6, empty, 3 areas selected',
    );
    await app.keys.type('7');
    await app.keys.press('Control+Enter');
    for (const name of ['F2', 'F4', 'G6']) await app.waitForCell(name, '7');
    await expect.poll(() => statistics(app)).toContain('Sum: 21');
    await app.keys.press('Control+Shift+Digit1');
    for (const name of ['F2', 'F4', 'G6']) await app.waitForCell(name, '7.00');
    await app.waitUntilConfirmed();
    process.kill(await app.readPid(), 'SIGKILL');
    await app.waitForState('ready');
    await app.goTo('F2,F4,G6');
    expect(await said(app)).toBe('3 areas selected');
    await app.keys.press('Delete');
    for (const name of ['F2', 'F4', 'G6']) await app.waitForCell(name, '');
    await app.keys.press('Control+z');
    for (const name of ['F2', 'F4', 'G6']) await app.waitForCell(name, '7.00');
    await app.keys.press('Control+z');
    for (const name of ['F2', 'F4', 'G6']) await app.waitForCell(name, '7');
    await app.keys.press('Control+z');
    for (const name of ['F2', 'F4', 'G6']) await app.waitForCell(name, '');
  });

  it('are made by keys, left by Esc, and gone through by Enter', async () => {
    const app = await openBudget();
    await app.goTo('F2');
    await app.keys.press('Shift+ArrowDown');
    await app.keys.press('Shift+F8');
    expect(await said(app)).toContain('Adding to the selection');
    await app.keys.press('ArrowRight');
    await app.keys.press('Shift+ArrowDown');
    expect(await said(app)).toBe('2 areas selected');
    for (const text of ['1', '2', '3', '4']) {
      await app.keys.type(text);
      await app.keys.press('Enter');
    }
    await app.waitForCell('G2', '1');
    await app.waitForCell('G3', '2');
    await app.waitForCell('F2', '3');
    await app.waitForCell('F3', '4');
    await app.goTo('F2');
    await app.keys.press('Shift+F8');
    await app.keys.press('Escape');
    await app.keys.press('ArrowDown');
    expect(await app.page.locator('[data-testid=areas]').count()).toBe(0);
  });

  it('are taken away by a click, and hidden or copied together', async () => {
    const app = await openBudget();
    await app.goTo('A1:C1');
    await add(app, 1, 2);
    expect(await said(app)).toBe('2 areas selected');
    await app.goTo('B2:B3,D2:D3');
    await app.keys.press('Control+c');
    expect(await app.page.locator('.copied-box').count()).toBe(2);
    await app.goTo('F7');
    await app.keys.press('Control+v');
    await app.waitForCell('F7', await textOf(app, 2, 2));
    await app.goTo('G7');
    await expect.poll(() => app.page.inputValue('[data-testid=formula]')).toMatch(/^=.*7/);
    await app.page.click('.rgHeaderCell[data-column="5"]');
    await app.page.click('.rgHeaderCell[data-column="7"]', { modifiers: ['Control'] });
    await app.choose('format', 'hideColumns');
    await expect.poll(() => app.page.locator('.rgHeaderCell[data-column="6"]').boundingBox()).not.toBeNull();
    await expect
      .poll(async () => {
        const boxes = await Promise.all(
          [5, 7].map((column) => app.page.locator(`.rgHeaderCell[data-column="${column}"]`).boundingBox()),
        );
        return boxes.every((box) => box === null || box.width === 0);
      })
      .toBe(true);
  });

  it('are refused with a reason by what takes one', async () => {
    const app = await openBudget();
    await app.goTo('A2:A3,B5');
    await app.page.click('[data-testid=command-sortAscending]');
    const message = app.page.locator('[data-testid=message-error]').last();
    await expect.poll(() => message.textContent()).toContain('needs one area, and 2 are selected');
    await app.goTo('A2:A3,B5');
    await app.keys.press('Control+c');
    await expect.poll(() => message.textContent()).toContain('the same rows or the same columns');
  });
});

async function textOf(app: AppPage, row: number, column: number): Promise<string> {
  return ((await app.cell(row, column).textContent()) ?? '').trim();
}
