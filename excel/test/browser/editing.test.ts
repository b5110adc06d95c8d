import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { endAll } from './app-page.js';
import { closeFakePages, endFakePages, openFakePage } from './fake-page.js';

afterEach(closeFakePages);
afterAll(async () => {
  await endFakePages();
  await endAll();
});

const area = (top: number, left: number, bottom: number, right: number) =>
  JSON.stringify({ top, left, bottom, right });

describe('copying and pasting', () => {
  it('takes formulas along, and their references follow', async () => {
    const app = await openFakePage();
    await app.goTo('D4:D5');
    await app.keys.press('Control+c');
    await app.page.waitForSelector('.copied-box');
    await app.goTo('F4');
    await app.keys.press('Control+v');
    await expect.poll(() => app.page.inputValue('[data-testid=formula]')).toBe('=D4*E4');
    await app.keys.press('Escape');
    await app.page.waitForSelector('.copied-box', { state: 'detached' });
  });

  it('goes to another program as text and as a table, and a cut moves', async () => {
    const app = await openFakePage();
    await app.waitForCell('A4', 'Rent');
    await app.goTo('A4:B5');
    await app.keys.press('Control+x');
    const read = await app.page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const text = async (type: string) => (await item!.getType(type)).text();
      return [await text('text/plain'), await text('text/html')];
    });
    expect(read[0]).toBe('Rent\t940\nElectricity\t71.5');
    expect(read[1]).toContain('<td>Rent</td><td>940</td>');
    await app.goTo('G4');
    await app.keys.press('Control+v');
    await app.waitForCell('G5', 'Electricity');
    await app.waitForCell('A4', '');
    expect(await app.selection).toBe(area(4, 7, 5, 8));
  });

  it('takes a table of another program, with quoted cells', async () => {
    const app = await openFakePage();
    await app.page.evaluate(() => navigator.clipboard.writeText('1\t"two\nlines"\r\n3\t=F4+F5\r\n'));
    await app.goTo('F4');
    await app.keys.press('Control+v');
    await app.waitForCell('G5', '4');
    expect(await app.selection).toBe(area(4, 6, 5, 7));
    await app.goTo('G4');
    await expect.poll(() => app.page.inputValue('[data-testid=formula]')).toBe('two\nlines');
  });

  it('by menu, and values only', async () => {
    const app = await openFakePage();
    await app.waitForCell('D4', '11,280.00');
    await app.goTo('D4');
    await app.choose('edit', 'copy');
    await app.goTo('F4');
    await app.choose('edit', 'pasteValues');
    await expect.poll(() => app.page.inputValue('[data-testid=formula]')).toBe('11280');
  });

  it('one text goes into every selected cell', async () => {
    const app = await openFakePage();
    await app.page.evaluate(() => navigator.clipboard.writeText('x'));
    await app.goTo('F4:G5');
    await app.keys.press('Control+v');
    await app.waitForCell('F4', 'x');
    await app.waitForCell('G5', 'x');
  });
});

describe('filling', () => {
  it('by the handle, as a series of two numbers', async () => {
    const app = await openFakePage();
    await app.type('F4', '10');
    await app.type('F5', '20');
    await app.waitUntilConfirmed();
    await app.goTo('F4:F5');
    const from = await app.page.locator('[data-testid=fill-handle]').boundingBox();
    const to = await app.cell(8, 6).boundingBox();
    await app.page.mouse.move(from!.x + 4, from!.y + 4);
    await app.page.mouse.down();
    await app.page.mouse.move(to!.x + 20, to!.y + 10, { steps: 4 });
    await app.page.waitForSelector('.preview-box');
    await app.page.mouse.up();
    await app.waitForCell('F8', '50');
    expect(await app.selection).toBe(area(4, 6, 8, 6));
  });

  it('by Ctrl+D and Ctrl+R', async () => {
    const app = await openFakePage();
    await app.goTo('D4:D6');
    await app.type('D4', '=B4+C4');
    await app.goTo('D4:D6');
    await app.keys.press('Control+d');
    await app.waitForCell('D6', '51.90');
    await app.goTo('D4:E4');
    await app.keys.press('Control+r');
    await app.goTo('E4');
    await expect.poll(() => app.page.inputValue('[data-testid=formula]')).toBe('=C4+D4');
  });

  it('an answer that selects what was filled leaves what is being typed in the name box', async () => {
    const app = await openFakePage();
    await app.type('D4', '=B4+C4');
    await app.goTo('D4:E4');
    // In one go, so that no answer can come between the two.
    await app.page.evaluate(() => {
      const fill = new KeyboardEvent('keydown', { key: 'r', code: 'KeyR', ctrlKey: true, bubbles: true });
      document.activeElement?.dispatchEvent(fill);
      const box = document.querySelector<HTMLInputElement>('[data-testid=name-box]')!;
      box.focus();
      box.value = 'E4';
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await app.waitForCell('E4', '964.00');
    expect(await app.page.inputValue('[data-testid=name-box]')).toBe('E4');
    await app.page.press('[data-testid=name-box]', 'Enter');
    await expect.poll(() => app.page.inputValue('[data-testid=formula]')).toBe('=C4+D4');
  });

  it('Delete empties and keeps the looks, one step for undo', async () => {
    const app = await openFakePage();
    await app.waitForCell('A3', 'Item');
    await app.goTo('A3:E5');
    await app.keys.press('Delete');
    await app.waitForCell('A4', '');
    expect(await app.cell(3, 1).getAttribute('style')).toContain('background-color');
    await app.keys.press('Control+z');
    await app.waitForCell('A4', 'Rent');
    await app.waitForCell('E3', 'Note');
  });
});

describe('typing a formula', () => {
  it('takes clicked cells, dragged areas and arrows, and ends with Enter', async () => {
    const app = await openFakePage();
    await app.waitForCell('B4', '940');
    await app.goTo('F4');
    await app.keys.type('=SUM(');
    const from = (await app.cell(4, 2).boundingBox())!;
    const to = (await app.cell(6, 2).boundingBox())!;
    await app.page.mouse.move(from.x + 9, from.y + 9);
    await app.page.mouse.down();
    await app.page.mouse.move(to.x + 9, to.y + 9, { steps: 3 });
    await app.page.mouse.up();
    expect(await app.page.inputValue('[data-testid=cell-input]')).toBe('=SUM(B4:B6');
    await app.keys.type(')');
    await app.keys.press('Enter');
    await app.waitForCell('F4', '1051.4');
    await app.goTo('F5');
    for (const key of ['=', 'ArrowLeft', '*', 'ArrowUp', 'Enter']) await app.keys.press(key);
    await app.goTo('F5');
    await expect.poll(() => app.page.inputValue('[data-testid=formula]')).toBe('=E5*F4');
  });
});

describe('selecting', () => {
  it('shows sum, average and count, and goes by name to another sheet', async () => {
    const app = await openFakePage();
    await app.goTo('B4:B5');
    const statistics = app.page.locator('[data-testid=statistics]');
    await expect.poll(() => statistics.textContent()).toBe('Average: 505.75Count: 2Sum: 1,011.5');
    await app.goTo('Long!B7:C9');
    await expect.poll(() => app.page.getAttribute('[role=tab][aria-selected=true]', 'data-sheet')).toBe('1');
    expect(await app.selection).toBe(area(7, 2, 9, 3));
    await app.goTo('nowhere');
    expect(await app.page.textContent('[data-testid=message-error]')).toContain('“nowhere”');
  });

  it('Ctrl+A takes the block, then the sheet; Ctrl+Space and Shift+Space whole lines', async () => {
    const app = await openFakePage();
    await app.waitForCell('A4', 'Rent');
    await app.goTo('B5');
    await app.keys.press('Control+a');
    await expect.poll(() => app.selection).toBe(area(3, 1, 12, 5));
    await app.keys.press('Control+a');
    await expect.poll(() => app.selection).toBe(area(1, 1, 1_048_576, 16_384));
    await app.goTo('B5:C6');
    await app.keys.press('Control+Space');
    await expect.poll(() => app.selection).toBe(area(1, 2, 1_048_576, 3));
    await app.goTo('B5:C6');
    await app.keys.press('Shift+Space');
    await expect.poll(() => app.selection).toBe(area(5, 1, 6, 16_384));
  });
});
