import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { endAll } from './app-page.js';
import { closeFakePages, endFakePages, openFakePage } from './fake-page.js';

afterEach(closeFakePages);
afterAll(async () => {
  await endFakePages();
  await endAll();
});

describe('while the backend is away', () => {
  it('what is typed after a row was inserted goes where its cell will be, and all of it is there', async () => {
    const app = await openFakePage();
    await app.waitForCell('A5', 'Electricity');
    await app.page.evaluate(() => host.goTo('backoff', 1));
    await app.goTo('A4');
    await app.keys.press('Shift+Space');
    await app.keys.press('Control++');
    await app.type('B5', '99');
    await app.goTo('B6');
    await app.keys.press('Control+b');
    await app.keys.type('kept');
    expect(await app.page.textContent('[data-testid=waiting]')).toBe('3 edits not yet confirmed');
    await app.page.evaluate(() => {
      host.goTo('starting', 1);
      host.goTo('ready', 1);
    });
    await app.waitUntilConfirmed();
    // The text that was being typed is still there to be finished.
    expect(await app.page.inputValue('[data-testid=cell-input]')).toBe('kept');
    await app.keys.press('Escape');
    await app.waitForCell('B6', '99');
    await app.waitForCell('A6', 'Electricity');
  });

  it('an operation that the backend does not have is one clear message', async () => {
    const app = await openFakePage();
    await app.waitForCell('A4', 'Rent');
    await app.page.evaluate(() => host.service.missing.add('merge').add('sheet/find').add('range/stats'));
    await app.goTo('F4:G5');
    await app.page.click('[data-testid=command-merge]');
    await app.page.waitForSelector('[data-testid=message-error]');
    await app.keys.press('Control+f');
    await app.keys.type('x');
    await app.keys.press('Enter');
    await app.keys.press('Escape');
    const messages = await app.page.locator('[data-testid=message-error] p').allTextContents();
    expect(messages).toEqual([
      'This version of the backend cannot do that yet. Nothing was changed. UNKNOWN_METHOD',
    ]);
    await app.type('F4', 'goes on');
    await app.waitForCell('F4', 'goes on');
  });
});

describe('recovery', () => {
  const left = {
    id: 'a',
    name: 'plan.xlsx',
    path: '/books/plan.xlsx',
    editedAt: '2026-11-23T10:00:00Z',
    edits: 12,
    file: 'changed',
    state: 'interrupted',
  } as const;

  it('offers what a crash left beside the file on disk, and opens it', async () => {
    const app = await openFakePage();
    await app.page.evaluate((entry) => {
      host.service.recovery = [entry, { ...entry, id: 'b', name: 'other.xlsx', state: 'closed' }];
    }, left);
    await app.choose('file', 'recovery');
    const first = app.page.locator('[data-testid=recovery-entry]').first();
    expect(await first.textContent()).toContain('12 edits');
    expect(await first.textContent()).toContain('file changed since');
    await app.page.locator('[data-testid=recovery-entry] .danger').nth(1).click();
    await expect.poll(() => app.page.locator('[data-testid=recovery-entry]').count()).toBe(1);
    await first.locator('.primary').click();
    await app.page.waitForSelector('[data-testid=recovery]', { state: 'detached' });
    expect(await app.page.textContent('[data-testid=message-info]')).toContain('12 unsaved edits');
  });

  it('a change that was set aside is tried again or dropped', async () => {
    const app = await openFakePage();
    await app.page.evaluate(() => {
      const at = '2026-11-23T10:00:00Z';
      const one = { kind: 'setCells', place: 'Budget!A1', input: '=X', attempts: 2, at } as const;
      host.service.quarantined = [
        { ...one, key: 'k1' },
        { ...one, key: 'k2' },
      ];
      app.workbooks.resyncAll();
    });
    await app.page.click('[data-testid=quarantine-notice] button');
    const entries = app.page.locator('[data-testid=quarantine] li');
    await expect.poll(() => entries.count()).toBe(2);
    await entries.first().getByText('Try again').click();
    await expect.poll(() => entries.count()).toBe(1);
    await entries.first().getByText('Drop').click();
    await app.page.waitForSelector('[data-testid=quarantine]', { state: 'detached' });
    await app.page.waitForSelector('[data-testid=quarantine-notice]', { state: 'detached' });
  });
});

describe('saving', () => {
  it('asks when the file was changed by another program', async () => {
    const app = await openFakePage();
    await app.type('F4', 'x');
    await app.page.evaluate(() => {
      host.service.changedOnDisk = true;
    });
    await app.keys.press('Control+s');
    const question = app.page.locator('[data-testid=question]');
    expect(await question.textContent()).toContain('changed by another program');
    await app.keys.press('Escape');
    await app.page.waitForSelector('[data-testid=workbook][data-dirty=true]');
    await app.keys.press('Control+s');
    await question.locator('.danger').click();
    await app.page.waitForSelector('[data-testid=workbook][data-dirty=false]');
  });

  it('tells who else has the file open, and takes it over', async () => {
    const app = await openFakePage();
    await app.page.evaluate(() => {
      host.service.owner = { user: 'ana', host: 'desk', since: null, stale: false };
      app.workbooks.resyncAll();
    });
    const notice = app.page.locator('[data-testid=owner-notice]');
    expect(await notice.textContent()).toContain('ana (desk)');
    await notice.getByText('Take over').click();
    await app.page.waitForSelector('[data-testid=owner-notice]', { state: 'detached' });
  });

  it('writes a .csv, and saves by itself when asked to', async () => {
    const app = await openFakePage();
    await app.choose('file', 'saveCsv');
    expect(await app.page.inputValue('[data-testid=question-field]')).toBe('budget Budget.csv');
    await app.keys.press('Enter');
    await expect
      .poll(() => app.page.locator('[data-testid=message-info]').allTextContents())
      .toEqual([expect.stringContaining('looks like a formula'), expect.stringContaining('.csv saved')]);
    await app.choose('file', 'autosave');
    await expect
      .poll(() => app.page.evaluate(() => host.service.settings.autosaveSeconds))
      .toBeGreaterThan(0);
    await app.page.click('[data-testid=menu-of-file]');
    expect(await app.page.getAttribute('[data-testid=menu-autosave]', 'aria-checked')).toBe('true');
  });
});

describe('the keyboard alone', () => {
  it('finds every command by its name, and lists the keys', async () => {
    const app = await openFakePage();
    await app.goTo('B4');
    await app.keys.press('Alt+q');
    await app.keys.type('insert col');
    await app.keys.press('Enter');
    await expect.poll(() => app.cell(4, 3).textContent()).toBe('940');
    await app.keys.press('F1');
    expect(await app.page.textContent('[data-testid=shortcuts]')).toContain('Ctrl+Shift+L');
    await app.keys.press('Escape');
    await expect
      .poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-testid')))
      .toBe('cell-input');
  });

  it('walks through the parts of the window and the menus', async () => {
    const app = await openFakePage();
    await app.goTo('A4');
    const region = () =>
      app.page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-region]')?.dataset.region);
    const seen: (string | undefined)[] = [];
    for (let step = 0; step < 6; step++) {
      await app.keys.press('F6');
      seen.push(await region());
    }
    expect(new Set(seen)).toEqual(new Set(['menu', 'toolbar', 'formula', 'sheet', 'tabs', 'zoom']));
    await app.goTo('A4');
    await app.keys.press('Shift+F10');
    await app.keys.press('ArrowDown');
    await app.keys.press('ArrowDown');
    expect(await app.page.evaluate(() => document.activeElement?.textContent)).toBe('Paste');
    await app.keys.press('Escape');
    await expect.poll(region).toBe('sheet');
    await app.page.focus('[data-testid=menu-of-file]');
    await app.keys.press('ArrowRight');
    await app.keys.press('ArrowDown');
    expect(await app.page.getAttribute('[data-testid=menu]', 'aria-label')).toBe('Edit');
    await app.keys.press('ArrowRight');
    await expect.poll(() => app.page.getAttribute('[data-testid=menu]', 'aria-label')).toBe('Insert');
  });
});

describe('in any window', () => {
  it.each([
    ['small', { viewport: { width: 420, height: 420 } }],
    ['at 200 %', { viewport: { width: 590, height: 360 }, deviceScaleFactor: 2 }],
    ['dark and Chinese', { colorScheme: 'dark', locale: 'zh-CN' }],
  ] as const)('%s: nothing is cut off, and every control has a name', async (_name, options) => {
    const app = await openFakePage(options);
    const faults = await app.page.evaluate(() => {
      const named = (element: HTMLElement) =>
        element.ariaLabel || element.textContent?.trim() || element.title || element.closest('label');
      const controls = [...document.querySelectorAll<HTMLElement>('button, input, select, textarea')];
      const wide = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
      return [...wide, ...controls.filter((one) => !named(one)).map((one) => one.outerHTML)];
    });
    expect(faults).toEqual([]);
    if (_name !== 'small') return;
    await app.page.click('[data-testid=main-menu]');
    await app.page.click('[data-testid=menu] [data-testid=menu-bold]');
    await expect
      .poll(() => app.page.getAttribute('[data-testid=command-bold]', 'aria-pressed'))
      .toBe('false');
  });
});
