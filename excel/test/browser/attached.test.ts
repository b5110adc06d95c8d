import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type AppPage, endAll, endApps, newFolder, startApp, venvPython } from './app-page.js';

afterEach(endApps);
afterAll(endAll);

/** By a second writer: rules in column A, links in C, notes in B. */
function makeAttached(): string {
  const path = join(newFolder(), 'attached.xlsx');
  const script = `import sys, xlsxwriter
with xlsxwriter.Workbook(sys.argv[1]) as book:
    first, other = book.add_worksheet("First"), book.add_worksheet("Other one")
    for row, text in enumerate(("red", "Green", "blue")):
        other.write(row, 0, text)
    rules = [
        {"validate": "list", "source": "='Other one'!$A$1:$A$3", "input_title": "Colour", "input_message": "one of <b>three</b>"},
        {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 5, "error_title": "Well", "error_message": "1 to 5, please"},
        {"validate": "integer", "criteria": "<", "value": 10, "error_type": "warning"},
        {"validate": "decimal", "criteria": "<", "value": 10, "error_type": "information"},
    ]
    for row, rule in enumerate(rules):
        first.data_validation(row, 0, row, 0, rule)
    first.write_comment("B2", "<img src=x onerror=alert(1)> by hand", {"author": "Me"})
    first.write_url("C1", "internal:'Other one'!B3", string="inside")
    first.write_url("C2", "https://example.org/a?b=1", string="outside")
    first.write_url("C3", "external:other.xlsx", string="a file")
    first.write_formula("C4", '=HYPERLINK("#Other one!A2","by formula")', None, "by formula")`;
  execFileSync(venvPython, ['-c', script, path]);
  return path;
}

async function open(): Promise<AppPage> {
  const app = await startApp({ workbook: makeAttached() });
  await app.waitForSheet();
  await app.waitForCell('C2', 'outside');
  await app.page.waitForSelector('.list-button');
  return app;
}

const field = '[data-testid=cell-input]';
const question = '[data-testid=question]';

describe('the list of a cell', () => {
  it('is opened by Alt+Down, filtered by typing, and fills the cell', async () => {
    const app = await open();
    const { page, keys } = app;
    await keys.press('Alt+ArrowDown');
    await page.waitForSelector('[data-testid=choice-menu] [role=option]');
    expect(await page.locator('.choice').allTextContents()).toEqual(['red', 'Green', 'blue']);
    await keys.type('e');
    expect(await page.locator('.choice').allTextContents()).toEqual(['red', 'Green', 'blue']);
    await keys.type('e');
    expect(await page.locator('.choice').allTextContents()).toEqual(['Green']);
    await keys.press('Enter');
    await app.waitForCell('A1', 'Green');
    await page.waitForFunction(() => document.activeElement?.matches('[data-testid=cell-input]'));
    // The chosen one is what the cell has.
    await keys.press('Alt+ArrowDown');
    await page.waitForSelector('.choice[aria-selected=true]:text("Green")');
    await keys.press('Escape');
    await page.waitForSelector('[data-testid=choice-menu]', { state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.matches('[data-testid=cell-input]'));
  });

  it('is opened by its arrow', async () => {
    const app = await open();
    await app.page.click('[data-testid=list-A1]');
    await app.page.locator('.choice', { hasText: 'blue' }).click();
    await app.waitForCell('A1', 'blue');
  });
});

describe('the rule of a cell', () => {
  it('refuses in the words of the file, and keeps the text in the editor', async () => {
    const app = await open();
    const { page, keys } = app;
    await app.type('A2', '7');
    await page.waitForSelector(`${question}:has-text("1 to 5, please")`);
    expect(await page.textContent('#question-title')).toBe('Well');
    await keys.press('Enter');
    await page.waitForFunction(() => document.activeElement?.matches('[data-testid=cell-input]'));
    expect(await page.inputValue(field)).toBe('7');
    await keys.press('Backspace');
    await keys.type('3');
    await keys.press('Enter');
    await app.waitForCell('A2', '3');
    await app.waitUntilConfirmed();
    expect(await page.locator(question).count()).toBe(0);
  });

  it('closed, leaves the cell as it was', async () => {
    const app = await open();
    const { page, keys } = app;
    await app.type('A2', 'many');
    await page.waitForSelector(question);
    await keys.press('Escape');
    await page.waitForSelector(question, { state: 'detached' });
    await app.waitForCell('A2', '');
    expect(await page.inputValue(field)).toBe('');
  });

  it('that only warns lets it be kept', async () => {
    const app = await open();
    const { page } = app;
    for (const name of ['A3', 'A4']) {
      await app.type(name, '12');
      await page.click(`${question} button:text("Keep it")`);
      await app.waitForCell(name, '12');
    }
    await app.waitUntilConfirmed();
  });

  it('has its prompt beside the cell, as text, and in its description', async () => {
    const { page, keys } = await open();
    const bubble = page.locator('[data-testid=cell-bubble]');
    await bubble.waitFor({ state: 'visible' });
    expect(await bubble.textContent()).toBe('Colourone of <b>three</b>');
    const id = await page.getAttribute(field, 'aria-describedby');
    expect(await page.textContent(`[id="${id}"]`)).toContain('one of <b>three</b>Alt+Down opens the list.');
    await keys.press('Escape');
    await bubble.waitFor({ state: 'hidden' });
  });

  it('follows inserted rows', async () => {
    const app = await open();
    const { page, keys } = app;
    await keys.press('Shift+Space');
    await keys.press('Control++');
    await app.goTo('A2');
    await page.waitForSelector('[data-testid=list-A2]');
    await app.type('A3', '7');
    await page.waitForSelector(`${question}:has-text("1 to 5, please")`);
    await keys.press('Escape');
  });
});

describe('a note', () => {
  it('has a corner, and is shown as text by Shift+F2 and by the pointer', async () => {
    const app = await open();
    const { page, keys } = app;
    await page.waitForSelector('.note-corner');
    const bubble = page.locator('[data-testid=cell-bubble]');
    await app.goTo('B2');
    expect(await bubble.isVisible()).toBe(false);
    await keys.press('Shift+F2');
    await bubble.waitFor({ state: 'visible' });
    expect(await bubble.textContent()).toBe('NoteMe<img src=x onerror=alert(1)> by hand');
    expect(await bubble.locator('img').count()).toBe(0);
    await keys.press('Shift+F2');
    await bubble.waitFor({ state: 'hidden' });
    await app.cell(2, 2).hover();
    await bubble.waitFor({ state: 'visible' });
    await app.cell(8, 5).hover();
    await bubble.waitFor({ state: 'hidden' });
    await keys.press('ArrowDown');
    await keys.press('Shift+F2');
    await page.waitForSelector(':text("B3 has no note.")');
  });
});

describe('a link', () => {
  it('leads to its place by Ctrl+click, one of a formula too', async () => {
    const app = await open();
    await app.cell(1, 3).click({ modifiers: ['Control'] });
    await app.waitForCell('A2', 'Green');
    expect(JSON.parse((await app.selection)!)).toMatchObject({ top: 3, left: 2 });
    await app.page.click('[role=tab]:has-text("First")');
    await app.waitForCell('C4', 'by formula');
    await app.cell(4, 3).click({ modifiers: ['Control'] });
    await app.waitForCell('A2', 'Green');
    expect(JSON.parse((await app.selection)!)).toMatchObject({ top: 2, left: 1 });
  });

  it('outside is opened once its address was seen', async () => {
    const app = await open();
    const { page } = app;
    await page.context().route('https://example.org/**', (route) => route.fulfill({ body: 'there' }));
    await app.goTo('C2');
    await app.choose('insert', 'openLink');
    await page.waitForSelector(`${question}:has-text("https://example.org/a?b=1")`);
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      page.click(`${question} button:text("Open")`),
    ]);
    await opened.waitForURL('https://example.org/a?b=1');
    expect(await opened.evaluate(() => window.opener)).toBeNull();
  });

  it('to a file is refused', async () => {
    const app = await open();
    await app.cell(3, 3).click({ modifiers: ['Control'] });
    await app.page.waitForSelector(':text("only http, https and mailto links are")');
  });
});

describe('what is set here', () => {
  it('is a rule, that holds at once and can be taken back', async () => {
    const app = await open();
    const { page, keys } = app;
    await app.goTo('E5:E9');
    await app.choose('data', 'setRule');
    await page.fill('[data-testid=rule-choices]', 'north, south');
    await page.fill('[data-testid=rule-prompt]', 'Where?');
    await page.click('[data-testid=rule-dialog] button[type=submit]');
    await page.waitForSelector('[data-testid=list-E5]');
    await page.waitForSelector('[data-testid=cell-bubble]:has-text("Where?")');
    await keys.press('Alt+ArrowDown');
    await page.locator('.choice', { hasText: 'south' }).click();
    await app.waitForCell('E5', 'south');
    await app.type('E6', 'west');
    await page.waitForSelector(`${question}:has-text("is not allowed in E6")`);
    await keys.press('Escape');
    // The dialog shows what there is.
    await app.choose('data', 'setRule');
    expect(await page.inputValue('[data-testid=rule-choices]')).toBe('north,south');
    await page.selectOption('[data-testid=rule-kind]', 'whole');
    await page.fill('[data-testid=rule-first]', '1');
    await page.fill('[data-testid=rule-second]', '=F1');
    await page.click('[data-testid=rule-dialog] button[type=submit]');
    await page.waitForSelector('[data-testid=list-E6]', { state: 'detached' });
    await keys.press('Control+z');
    await page.waitForSelector('[data-testid=list-E6]');
  });

  it('is a note', async () => {
    const app = await open();
    const { page, keys } = app;
    await app.goTo('E5');
    await app.choose('insert', 'editNote');
    await page.fill('[data-testid=note-field]', 'mine');
    await keys.press('Control+Enter');
    await expect.poll(() => page.locator('.note-corner').count()).toBe(2);
    await keys.press('Shift+F2');
    await page.waitForSelector('[data-testid=cell-bubble]:has-text("mine")');
    await app.choose('insert', 'deleteNote');
    await expect.poll(() => page.locator('.note-corner').count()).toBe(1);
  });

  it('is a link', async () => {
    const app = await open();
    const { page, keys } = app;
    await app.goTo('E5');
    await keys.press('Control+k');
    await page.fill('[data-testid=question-field]', "'Other one'!A3");
    await keys.press('Enter');
    await app.waitForCell('E5', "'Other one'!A3");
    await app.cell(5, 5).click({ modifiers: ['Control'] });
    await app.waitForCell('A3', 'blue');
    expect(JSON.parse((await app.selection)!)).toMatchObject({ top: 3, left: 1 });
  });
});
