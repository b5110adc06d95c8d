import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { endAll } from './app-page.js';
import { closeFakePages, endFakePages, openFakePage } from './fake-page.js';

afterEach(closeFakePages);
afterAll(async () => {
  await endFakePages();
  await endAll();
});

describe('formats', () => {
  it('by key, toolbar and palette; and off again', async () => {
    const app = await openFakePage();
    await app.waitForCell('A4', 'Rent');
    await app.goTo('A4');
    await app.keys.press('Control+b');
    const style = () => app.cell(4, 1).getAttribute('style');
    await expect.poll(style).toContain('font-weight: 600');
    await expect.poll(() => app.page.getAttribute('[data-testid=command-bold]', 'aria-pressed')).toBe('true');
    await app.page.click('[data-testid=command-bold]');
    await expect.poll(style).not.toContain('font-weight: 600');
    await app.page.click('[data-testid=command-fillColor]');
    await app.page.click('.swatch[title="#FFC000"]');
    await expect.poll(style).toContain('rgb(255, 192, 0)');
    await app.goTo('B4');
    await app.keys.press('Control+Shift+Digit1');
    await app.waitForCell('B4', '940.00');
    await app.keys.press('Control+Shift+Digit5');
    await app.waitForCell('B4', '94000%');
  });

  it('a column is as wide as it is dragged, and by a double click as its texts', async () => {
    const app = await openFakePage();
    await app.waitForCell('A4', 'Rent');
    const header = app.page.locator('.rgHeaderCell[data-column="2"]');
    const box = (await header.boundingBox())!;
    await app.page.mouse.move(box.x + box.width - 2, box.y + 10);
    await app.page.mouse.down();
    await app.page.mouse.move(box.x + box.width + 58, box.y + 10, { steps: 3 });
    await app.page.mouse.up();
    await expect.poll(async () => (await header.boundingBox())!.width).toBe(148);
    await app.waitUntilConfirmed();
    const wide = (await header.boundingBox())!;
    await app.page.mouse.dblclick(wide.x + wide.width - 2, wide.y + 10);
    await expect.poll(async () => (await header.boundingBox())!.width).toBeLessThan(88);
  });

  it('merged cells are one: shown, selected, typed into and unmerged', async () => {
    const app = await openFakePage();
    await app.goTo('B16:D17');
    await app.page.click('[data-testid=command-merge]');
    await app.page.waitForSelector('.merged-box');
    await app.keys.type('together');
    await app.keys.press('Enter');
    await expect.poll(() => app.page.textContent('.merged-box')).toBe('together');
    const name = () => app.page.inputValue('[data-testid=name-box]');
    await expect.poll(name).toBe('B18');
    await app.keys.press('ArrowUp');
    await expect.poll(() => app.selection).toBe('{"top":16,"left":2,"bottom":17,"right":4}');
    await app.keys.press('ArrowRight');
    await expect.poll(name).toBe('E16');
    await app.keys.press('ArrowLeft');
    await app.choose('format', 'unmerge');
    await app.page.waitForSelector('.merged-box', { state: 'detached' });
  });

  it('merging asks before a content goes, also a single one', async () => {
    const app = await openFakePage();
    await app.waitForCell('B14', 'TRUE');
    await app.goTo('B13:C14');
    await app.page.click('[data-testid=command-merge]');
    await app.page.waitForSelector('[data-testid=question]');
    await app.keys.press('Escape');
    expect(await app.page.locator('.merged-box').count()).toBe(0);
    await app.waitForCell('B14', 'TRUE');
  });

  it('what is frozen stays, and can be let go', async () => {
    const app = await openFakePage();
    await app.page.waitForSelector('revogr-viewport-scroll.colPinStart');
    await app.choose('view', 'unfreeze');
    await app.page.waitForSelector('revogr-viewport-scroll.colPinStart', { state: 'detached' });
    await app.goTo('C3');
    await app.choose('view', 'freeze');
    await app.page.waitForSelector('.colPinStart [role=gridcell][aria-colindex="2"]');
  });
});

describe('rows, columns and sheets', () => {
  it('rows come and go by the heading’s menu, and formulas follow', async () => {
    const app = await openFakePage();
    await app.waitForCell('A5', 'Electricity');
    await app.page.locator('.rowHeaders .rgCell:text-is("5")').click({ button: 'right' });
    await app.page.click('[data-testid=menu-insertRows]');
    await app.waitForCell('A6', 'Electricity');
    await app.goTo('D13');
    await expect.poll(() => app.page.inputValue('[data-testid=formula]')).toBe('=SUM(D4:D12)');
    await app.goTo('A5');
    await app.keys.press('Shift+Space');
    await app.keys.press('Control+-');
    await app.waitForCell('A5', 'Electricity');
  });

  it('sheets are added, renamed, moved, hidden and deleted', async () => {
    const app = await openFakePage();
    const tabs = () => app.page.locator('[role=tab]').allTextContents();
    await app.page.click('[data-testid=add-sheet]');
    await expect.poll(tabs).toEqual(['Budget', 'Sheet4', 'Long', '汇总']);
    await app.page.dblclick('[role=tab]:text-is("Sheet4")');
    await app.page.fill('[data-testid=question-field]', 'Plan');
    await app.keys.press('Enter');
    await expect.poll(tabs).toEqual(['Budget', 'Plan', 'Long', '汇总']);
    const from = (await app.page.locator('[role=tab]:text-is("Plan")').boundingBox())!;
    const to = (await app.page.locator('[role=tab]:text-is("汇总")').boundingBox())!;
    await app.page.mouse.move(from.x + 10, from.y + 10);
    await app.page.mouse.down();
    await app.page.mouse.move(to.x + 20, to.y + 10, { steps: 4 });
    await app.page.mouse.up();
    await expect.poll(tabs).toEqual(['Budget', 'Long', '汇总', 'Plan']);
    await app.choose('insert', 'hideSheet');
    await expect.poll(tabs).toEqual(['Budget', 'Long', '汇总']);
    await app.page.click('.hidden-sheets');
    await expect.poll(tabs).toEqual(['Budget', 'Long', '汇总', 'Plan']);
    await app.page.click('[role=tab]:text-is("Budget")');
    await app.choose('insert', 'deleteSheet');
    await app.page.click('[data-testid=question] .danger');
    await expect.poll(tabs).toEqual(['Long', '汇总', 'Plan']);
    await app.keys.press('Control+z');
    await expect.poll(tabs).toEqual(['Budget', 'Long', '汇总', 'Plan']);
    await app.waitForCell('A4', 'Rent');
  });
});

describe('data', () => {
  it('is found and replaced', async () => {
    const app = await openFakePage();
    await app.waitForCell('A4', 'Rent');
    await app.keys.press('Control+f');
    await app.keys.type('in');
    await app.keys.press('Enter');
    const name = () => app.page.inputValue('[data-testid=name-box]');
    await expect.poll(name).toBe('A6');
    expect(await app.page.textContent('[data-testid=found-count]')).toBe('4 found');
    await app.keys.press('Enter');
    await expect.poll(name).toBe('E6');
    await app.keys.press('Shift+Enter');
    await expect.poll(name).toBe('A6');
    await app.keys.press('Control+h');
    await app.page.fill('[data-testid=find-text]', 'Rent');
    await app.page.fill('[data-testid=replace-text]', 'Flat');
    await app.page.click('[data-testid=replace-all]');
    await app.waitForCell('A4', 'Flat');
    await app.keys.press('Escape');
    await app.page.waitForSelector('[data-testid=find-bar]', { state: 'detached' });
  });

  it('is sorted below its heading, and filtered by what is chosen', async () => {
    const app = await openFakePage();
    await app.waitForCell('A4', 'Rent');
    await app.goTo('A3:E11');
    await app.page.click('[data-testid=command-sortAscending]');
    await app.waitForCell('A4', 'Electricity');
    await app.waitForCell('A3', 'Item');
    await app.keys.press('Control+Shift+l');
    await app.page.click('[data-testid=filter-A3]');
    const menu = app.page.locator('[data-testid=filter-menu]');
    await menu.locator('.check.all input').uncheck();
    await menu.locator('label:has-text("Rent") input').check();
    await menu.locator('.primary').click();
    await app.page.waitForSelector('.filter-button.on');
    await expect.poll(async () => (await app.cell(4, 1).boundingBox())?.height ?? 0).toBeLessThan(2);
    await app.choose('data', 'clearFilter');
    await expect.poll(async () => (await app.cell(4, 1).boundingBox())?.height ?? 0).toBeGreaterThan(15);
  });

  it('is drawn as a chart that stays while the backend is away, and follows an edit', async () => {
    const app = await openFakePage();
    await app.waitForCell('A4', 'Rent');
    await app.goTo('A3:B11');
    await app.page.click('[data-testid=command-chart]');
    const chart = app.page.locator('[data-testid=chart]');
    const picture = () => chart.locator('canvas').evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    await expect
      .poll(() => chart.locator('canvas').evaluate((canvas) => canvas.clientWidth))
      .toBeGreaterThan(200);
    await app.waitUntilConfirmed();
    await app.page.evaluate(() => host.goTo('backoff', 1));
    await app.page.waitForSelector('[data-testid=banner]');
    const before = await picture();
    await app.type('B4', '3000');
    expect(await picture()).toBe(before);
    await app.page.evaluate(() => {
      host.goTo('starting', 1);
      host.goTo('ready', 1);
    });
    await app.waitUntilConfirmed();
    await expect.poll(picture).not.toBe(before);
    await chart.click({ position: { x: 10, y: 10 } });
    await app.page.selectOption('[data-testid=chart-kind]', 'pie');
    await expect.poll(() => chart.getAttribute('data-kind')).toBe('pie');
    await app.page.click('[data-testid=chart-remove]');
    await expect.poll(() => chart.count()).toBe(0);
  });

  it('is zoomed, and a click still meets its cell', async () => {
    const app = await openFakePage();
    await app.waitForCell('A4', 'Rent');
    for (let step = 0; step < 4; step++) await app.page.click('[data-testid=zoom-in]');
    await expect.poll(async () => (await app.cell(5, 2).boundingBox())!.height).toBeGreaterThan(37);
    await app.cell(6, 3).click();
    await expect.poll(() => app.page.inputValue('[data-testid=name-box]')).toBe('C6');
    const cell = (await app.cell(6, 3).boundingBox())!;
    const mark = (await app.page.locator('.active-box').boundingBox())!;
    expect(Math.abs(mark.x - cell.x)).toBeLessThan(3);
    expect(Math.abs(mark.y - cell.y)).toBeLessThan(3);
  });
});
