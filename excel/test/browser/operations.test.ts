import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { endAll, endApps, makeWorkbook, newFolder, readSaved, startApp, venvPython } from './app-page.js';

afterEach(endApps);
afterAll(endAll);

const quick = { restart: { baseDelayMs: 50, maxDelayMs: 100 } };

/** What a second reader finds of a saved workbook's looks. */
function readLooks(path: string): unknown {
  const script = `import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
sheet = book["Budget"]
print(json.dumps({
    "bold": sheet["B3"].font.b, "fill": sheet["B3"].fill.fgColor.rgb[-6:], "format": sheet["B3"].number_format,
    "merged": [str(one) for one in sheet.merged_cells.ranges],
    "formula": sheet["D6"].value, "sheets": book.sheetnames,
}))`;
  return JSON.parse(execFileSync(venvPython, ['-c', script, path], { encoding: 'utf8' }));
}

describe('the real service', () => {
  it('asks what is inserted and deleted, and shifts cells', async () => {
    const app = await startApp({ workbook: makeWorkbook(), watchdog: quick });
    await app.waitForSheet();
    const rent = await app.cell(2, 2).textContent();
    await app.goTo('A2');
    await app.keys.press('Control++');
    await app.page.click('[data-testid=question] >> text="Insert cells, shift down"');
    await app.waitForCell('A3', 'Rent');
    expect(await app.cell(2, 2).textContent()).toBe(rent);
    await app.goTo('A2');
    await app.keys.press('Control+-');
    await app.page.waitForSelector('[data-testid=question]');
    // Enter does what is offered.
    await app.keys.press('Enter');
    await app.waitForCell('A2', 'Rent');
  });

  it('does what the page asks for, and the file has it', async () => {
    const path = makeWorkbook();
    const app = await startApp({ workbook: path, watchdog: quick });
    await app.waitForSheet();
    await app.waitForCell('D5', '13,938.00');
    // A row above; what was in row 2 is in row 3 from now on.
    await app.goTo('A2');
    await app.choose('insert', 'insertRows');
    await app.waitForCell('A3', 'Rent');
    await app.goTo('D6');
    await expect.poll(() => app.page.inputValue('[data-testid=formula]')).toMatch(/^=SUM\(D[23]:D5\)$/);
    await app.goTo('B3');
    await app.keys.press('Control+b');
    await app.keys.press('Control+Shift+Digit1');
    await app.waitForCell('B3', '940.00');
    await app.page.click('[data-testid=command-fillColor]');
    await app.page.click('.swatch[title="#FFC000"]');
    await app.goTo('F2:G3');
    await app.page.click('[data-testid=command-merge]');
    await app.page.waitForSelector('.merged-box');
    await app.goTo('D3:D4');
    await app.keys.press('Control+c');
    await app.goTo('H3');
    await app.keys.press('Control+v');
    await app.goTo('H4');
    await expect.poll(() => app.page.inputValue('[data-testid=formula]')).toBe('=F4*G4');
    await app.page.click('[data-testid=add-sheet]');
    await expect.poll(() => app.page.locator('[role=tab]').count()).toBe(3);
    await app.waitUntilConfirmed();
    // All of it outlives the process that did it.
    process.kill(await app.readPid(), 'SIGKILL');
    await app.page.click('[role=tab]:text-is("Budget")');
    await app.waitForState('ready');
    await app.goTo('B4:B5');
    await expect
      .poll(() => app.page.locator('[data-testid=statistics]').textContent())
      .toContain('Sum: 1,871.5');
    await app.keys.press('Control+s');
    await app.page.waitForSelector('[data-testid=message-info]');
    expect(readLooks(path)).toMatchObject({
      bold: true,
      fill: 'FFC000',
      format: '#,##0.00',
      merged: ['F2:G3'],
      sheets: ['Budget', 'Sheet1', 'Notes'],
    });
    expect(readSaved(path, 'Budget', 'D6')).toBe(13_938);
  });

  it('finds, sorts and draws, and a chart is there after a kill', async () => {
    const app = await startApp({ workbook: makeWorkbook(), watchdog: quick });
    await app.waitForSheet();
    await app.waitForCell('A4', 'Travel');
    await app.goTo('A1:D4');
    await app.page.click('[data-testid=command-sortAscending]');
    await app.waitForCell('A2', 'Power');
    await app.keys.press('Control+f');
    await app.keys.type('travel');
    await app.keys.press('Enter');
    await expect.poll(() => app.page.textContent('[data-testid=found-count]')).toBe('1 found');
    await app.keys.press('Escape');
    await app.goTo('A1:B4');
    await app.page.click('[data-testid=command-chart]');
    await app.page.waitForSelector('[data-testid=chart] canvas');
    await app.waitUntilConfirmed();
    process.kill(await app.readPid(), 'SIGKILL');
    await app.waitForState('ready');
    // The page is loaded anew as well: the journal alone has it.
    await app.page.reload();
    await app.waitForSheet();
    await app.page.waitForSelector('[data-testid=chart] canvas');
    await app.waitForCell('A2', 'Power');
  });

  it('writes a .csv that no program runs', async () => {
    const app = await startApp({ workbook: makeWorkbook() });
    await app.waitForSheet();
    await app.type('F1', "'=1+1");
    const download = app.page.waitForEvent('download');
    await app.choose('file', 'saveCsv');
    await app.keys.press('Enter');
    const saved = join(newFolder(), 'saved.csv');
    await (await download).saveAs(saved);
    const content = readFileSync(saved, 'utf8');
    expect(content).toContain('Rent,940,12,"11,280.00"');
    expect(content).toContain("'=1+1");
  });
});
