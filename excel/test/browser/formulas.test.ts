import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type AppPage, endAll, endApps, makeWorkbook, startApp } from './app-page.js';

afterEach(endApps);
afterAll(endAll);

async function openBudget(): Promise<AppPage> {
  const app = await startApp({ workbook: makeWorkbook() });
  await app.waitForSheet();
  return app;
}

const typed = (app: AppPage) => app.page.inputValue('[data-testid=cell-input]');

describe('typing a formula on the real service', () => {
  it('is helped: names, arguments, F4 and references in colour', async () => {
    const app = await openBudget();
    await app.goTo('F5');
    await app.keys.type('=roun');
    await app.page.waitForSelector('[data-testid=function-list] [aria-selected=true]:has-text("ROUND")');
    await app.keys.press('Tab');
    await app.keys.type('B2/3,');
    await app.page.waitForSelector('[data-testid=formula-hint] strong:has-text("num_digits")');
    expect(await app.page.locator('.reference-box').count()).toBe(1);
    await app.keys.press('Escape');
    await app.goTo('F5');
    await app.keys.type('=A2');
    await app.keys.press('F4');
    expect(await typed(app)).toBe('=$A$2');
    await app.keys.press('Escape');
  });

  it('points at cells of another sheet, and Enter leads back', async () => {
    const app = await openBudget();
    await app.page.click('[data-testid=add-sheet]');
    await app.page.waitForSelector('[role=tab][aria-selected=true][data-sheet="1"]');
    await app.type('A1', '21');
    await app.page.locator('[role=tab]').first().click();
    await app.goTo('F5');
    await app.keys.type('=2*');
    await app.page.locator('[role=tab]').nth(1).click();
    await app.cell(1, 1).click();
    expect(await typed(app)).toMatch(/^=2\*'?Sheet\d?'?!A1$/);
    await app.keys.press('Enter');
    await app.waitForCell('F5', '42');
    expect(await app.selection).toBe(JSON.stringify({ top: 6, left: 6, bottom: 6, right: 6 }));
  });

  it('Alt+= sums the numbers above, or each column of what is selected', async () => {
    const app = await openBudget();
    for (const [cell, text] of Object.entries({ H1: 'x', H2: '10', H3: '20', I2: '1', I3: '2' }))
      await app.type(cell, text);
    await app.goTo('H4');
    await app.keys.press('Alt+=');
    await expect.poll(() => typed(app)).toBe('=SUM(H2:H3)');
    await app.keys.press('Enter');
    await app.waitForCell('H4', '30');
    await app.goTo('H2:I3');
    await app.keys.press('Alt+=');
    await app.waitForCell('I4', '3');
  });

  it('a double click on the fill handle fills as far as the neighbours go', async () => {
    const app = await openBudget();
    for (const [row, text] of ['1', '2', '3', '4'].entries()) await app.type(`H${row + 1}`, text);
    await app.type('I1', '=H1*10');
    await app.waitUntilConfirmed();
    await app.goTo('I1');
    await app.page.dblclick('[data-testid=fill-handle]');
    await app.waitForCell('I4', '40');
    expect(await app.page.locator('[aria-rowindex="5"][aria-colindex="9"]').first().textContent()).toBe('');
  });
});

describe('number formats on the real service', () => {
  it('by keys, with more and fewer decimals, and the list says which it is', async () => {
    const app = await openBudget();
    const kind = () => app.page.textContent('[data-testid=number-format] option');
    await app.type('H2', '1234.5');
    await app.goTo('H2');
    await app.keys.press('Control+Shift+1');
    await app.waitForCell('H2', '1,234.50');
    await expect.poll(kind).toBe('Number');
    await app.page.click('[data-testid=command-fewerDecimals]');
    await app.waitForCell('H2', '1,234.5');
    await app.page.click('[data-testid=command-moreDecimals]');
    await app.page.click('[data-testid=command-moreDecimals]');
    await app.keys.press('Control+Shift+6');
    await app.waitForCell('H2', '1.23E+03');
    await app.keys.press('Control+Shift+~');
    await app.waitForCell('H2', '1234.5');
    await app.keys.press('Control+1');
    await app.page.fill('[data-testid=question-field]', '0.0;[Red]-0.0');
    await app.keys.press('Enter');
    await app.type('H2', '-7');
    await app.waitForCell('H2', '-7.0');
    expect(await app.cell(2, 8).evaluate((cell) => getComputedStyle(cell).color)).toBe('rgb(255, 0, 0)');
  });

  it('a column is fitted to what was never on the screen', async () => {
    const app = await openBudget();
    await app.type('H900', 'a text that is much longer than the column is wide');
    await app.waitUntilConfirmed();
    await app.goTo('H1');
    const width = () =>
      app.page.locator('.rgHeaderCell[data-column="8"]').evaluate((cell) => cell.clientWidth);
    const before = await width();
    await app.choose('format', 'fitColumns');
    await expect.poll(width).toBeGreaterThan(before + 100);
  });
});

describe('paste special on the real service', () => {
  it('turns, adds, and takes values without formulas', async () => {
    const app = await openBudget();
    await app.goTo('B2:D2');
    await app.keys.press('Control+c');
    await app.goTo('H1');
    await app.keys.press('Control+Alt+v');
    await app.page.check('[data-testid=paste-special] [value=values]');
    await app.page.getByLabel('Transpose').check();
    await app.keys.press('Enter');
    await app.waitForCell('H3', '11280');
    await app.waitForCell('H1', '940');
    await app.goTo('H3');
    await expect.poll(() => app.page.inputValue('[data-testid=formula]')).toBe('11280');
    await app.goTo('B3');
    await app.keys.press('Control+c');
    await app.goTo('H1');
    await app.choose('edit', 'pasteSpecial');
    await app.page.check('[data-testid=paste-special] [value=values]');
    await app.page.check('[data-testid=paste-special] [value=add]');
    await app.keys.press('Enter');
    await app.waitForCell('H1', '1011.5');
  });
});

describe('a filter by a condition on the real service', () => {
  it('leaves the rows that meet it, and shows it again', async () => {
    const app = await openBudget();
    await app.goTo('A2');
    await app.keys.press('Control+Shift+l');
    await app.page.click('[data-testid=filter-B1]');
    await app.page.selectOption('[data-testid=filter-condition]', 'greater');
    await app.page.fill('[data-testid=filter-first]', '900');
    await app.keys.press('Enter');
    await expect.poll(() => app.cell(3, 1).isVisible()).toBe(false);
    expect(await app.cell(4, 1).isVisible()).toBe(true);
    await app.page.click('[data-testid=filter-B1]');
    expect(await app.page.inputValue('[data-testid=filter-condition]')).toBe('greater');
    expect(await app.page.inputValue('[data-testid=filter-first]')).toBe('900');
  });
});
