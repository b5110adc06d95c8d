import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endAll, endApps, makeWorkbook, newFolder, readSaved, startApp } from './app-page.js';

let original = '';
beforeAll(() => {
  original = makeWorkbook();
});
afterEach(endApps);
afterAll(endAll);

function copy(): string {
  const path = join(newFolder(), 'budget.xlsx');
  copyFileSync(original, path);
  return path;
}

describe('a workbook in the browser', () => {
  it('is edited, recalculated, undone, redone and saved', async () => {
    const path = copy();
    const app = await startApp({ workbook: path });
    await app.waitForSheet();
    await app.waitForCell('D2', '11,280.00');
    await app.waitForCell('D5', '13,938.00');
    await app.type('B2', '1000');
    await app.waitForCell('D5', '14,658.00');
    await app.page.waitForSelector('[data-testid=workbook][data-dirty=true]');
    await app.keys.press('Control+z');
    await app.waitForCell('D5', '13,938.00');
    await app.keys.press('Control+y');
    await app.waitForCell('D5', '14,658.00');
    await app.keys.press('Control+s');
    await app.page.waitForSelector('[data-testid=message-info]');
    await app.page.waitForSelector('[data-testid=workbook][data-dirty=false]');
    expect(readSaved(path, 'Budget', 'B2')).toBe(1000);
    expect(readSaved(path, 'Budget', 'D5')).toBe(14_658);
  });

  it('is used by keyboard as in Excel', async () => {
    const app = await startApp({ workbook: copy() });
    await app.waitForSheet();
    await app.waitForCell('A2', 'Rent');
    const active = () => app.page.inputValue('[data-testid=name-box]');
    await app.keys.press('Control+ArrowDown');
    await expect.poll(active).toBe('A5');
    await app.keys.press('Control+End');
    await expect.poll(active).toBe('D5');
    await app.keys.press('Control+Home');
    await expect.poll(active).toBe('A2');
    // Tabs, then Enter goes back below where they began.
    await app.goTo('F1');
    for (const key of ['a', 'Tab', 'b', 'Tab', 'c', 'Enter']) await app.keys.press(key);
    await expect.poll(active).toBe('F2');
    await app.waitForCell('H1', 'c');
    // F2 changes what is there, Escape leaves it.
    await app.goTo('B2');
    await expect.poll(() => app.page.inputValue('[data-testid=formula]')).toBe('940');
    await app.keys.press('F2');
    await app.page.waitForSelector('.cell-input.editing');
    await app.keys.type('0');
    await app.keys.press('Enter');
    await app.waitForCell('B2', '9400');
    await app.goTo('B3');
    await app.keys.type('999');
    await app.keys.press('Escape');
    await app.waitForCell('B3', '71.5');
    await app.keys.press('Delete');
    await app.waitForCell('D3', '0.00');
    // The formula bar shows the input, not the value.
    await app.goTo('D5');
    await expect.poll(() => app.page.inputValue('[data-testid=formula]')).toBe('=SUM(D2:D4)');
    await app.page.fill('[data-testid=formula]', '=SUM(D2:D4)*2');
    await app.page.press('[data-testid=formula]', 'Enter');
    await app.waitForCell('D5', '229,200.00');
    // To the last cell of the sheet.
    await app.goTo('XFD1048576');
    await app.waitForCell('XFD1048576', '');
  });

  it('is pasted into and copied from', async () => {
    const app = await startApp({ workbook: copy() });
    await app.waitForSheet();
    await app.waitForCell('A2', 'Rent');
    const clipboard = (name: string, text = '') =>
      app.page.evaluate(
        ([kind, content]) => {
          const data = new DataTransfer();
          data.setData('text/plain', content!);
          const event = new ClipboardEvent(kind!, { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement!.dispatchEvent(event);
          return event.clipboardData!.getData('text/plain');
        },
        [name, text],
      );
    await app.goTo('A2:B3');
    expect(await clipboard('copy')).toBe('Rent\t940\nPower\t71.5');
    await app.goTo('F2');
    await clipboard('paste', '1\t2\r\n3\t=F2+G2\r\n');
    await app.waitForCell('G3', '3');
    expect(await app.page.getAttribute('.sheet', 'data-selection')).toBe(
      '{"top":2,"left":6,"bottom":3,"right":7}',
    );
  });

  it('is uploaded, and comes back as a download', async () => {
    const app = await startApp();
    await app.waitForState('ready');
    const chooser = app.page.waitForEvent('filechooser');
    await app.page.click('[data-testid=command-open]');
    await (await chooser).setFiles(original);
    await app.waitForSheet();
    await app.type('B2', '1');
    await app.waitForCell('D2', '12.00');
    await app.waitUntilConfirmed();
    const download = app.page.waitForEvent('download');
    await app.keys.press('Control+s');
    const saved = join(newFolder(), 'saved.xlsx');
    await (await download).saveAs(saved);
    expect((await download).suggestedFilename()).toBe('budget.xlsx');
    expect(readSaved(saved, 'Budget', 'D2')).toBe(12);
    expect(readSaved(original, 'Budget', 'B2')).toBe(940);
  });

  it('is dropped onto the page', async () => {
    const app = await startApp();
    await app.waitForState('ready');
    const bytes = readFileSync(original).toString('base64');
    await app.page.evaluate((content) => {
      const file = new File(
        [Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))],
        'dropped.xlsx',
      );
      const data = new DataTransfer();
      data.items.add(file);
      for (const type of ['dragover', 'drop']) {
        document.body.dispatchEvent(
          new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }),
        );
      }
    }, bytes);
    await app.waitForSheet();
    await app.waitForCell('A3', 'Power');
    expect(await app.page.title()).toContain('dropped.xlsx');
  });

  it('that cannot be opened is told once, and what is open stays', async () => {
    const app = await startApp({ workbook: copy() });
    await app.waitForSheet();
    const chooser = app.page.waitForEvent('filechooser');
    await app.page.click('[data-testid=command-open]');
    const content = {
      name: 'broken.xlsx',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from('no workbook'),
    };
    await (await chooser).setFiles(content);
    const message = await app.page.waitForSelector('[data-testid=message-error]');
    expect(await message.textContent()).toContain('NOT_A_WORKBOOK');
    await app.waitForCell('A2', 'Rent');
  });

  it('asks before it is closed unsaved', async () => {
    const path = copy();
    const app = await startApp({ workbook: path });
    await app.waitForSheet();
    await app.type('B2', '5');
    await app.waitForCell('D2', '60.00');
    await app.page.click('.workbook-close');
    await app.page.waitForSelector('[data-testid=question]');
    await app.keys.press('Escape');
    await app.waitForCell('D2', '60.00');
    await app.page.click('.workbook-close');
    await app.page.click('[data-testid=question] .primary');
    await app.page.waitForSelector('[data-testid=empty]');
    expect(readSaved(path, 'Budget', 'D2')).toBe(60);
  });

  it('started empty is saved under a name', async () => {
    const app = await startApp();
    await app.waitForState('ready');
    await app.page.click('[data-testid=start-new]');
    await app.waitForSheet();
    await app.type('A1', '6');
    await app.type('A2', '=A1*7');
    await app.waitForCell('A2', '42');
    await app.keys.press('Control+s');
    await app.page.fill('[data-testid=question-field]', 'answer');
    const download = app.page.waitForEvent('download');
    await app.keys.press('Enter');
    expect((await download).suggestedFilename()).toBe('answer.xlsx');
    const saved = join(newFolder(), 'saved.xlsx');
    await (await download).saveAs(saved);
    expect(readSaved(saved, 'Sheet1', 'A2')).toBe(42);
  });
});
