import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type AppPage, endAll, endApps, makeWorkbook, newFolder, startApp } from './app-page.js';
import { makeSlowWorkbook, poisoned } from './real-service.js';

afterEach(endApps);
afterAll(endAll);

const cancel = '[data-testid=cancel-work]';
const told = async (app: AppPage) => (await app.page.textContent('[data-testid=message-info]'))?.trim();

async function openByPath(app: AppPage, path: string): Promise<void> {
  const [chooser] = await Promise.all([app.page.waitForEvent('filechooser'), app.keys.press('Control+o')]);
  await chooser.setFiles(path);
}

async function expectCauseIsTheUser(app: AppPage): Promise<void> {
  await app.page.click('[data-testid=backend-light]');
  expect(await app.page.textContent('[data-testid=panel-cause]')).toBe('You cancelled what it was at');
  expect(await app.page.locator('.attempts i.used').count()).toBe(0);
  await app.page.click('[data-testid=backend-light]');
}

describe('what takes over a second is shown and can be cancelled', () => {
  it('an open: nothing of it is there, and what was open is', async () => {
    const app = await startApp({ workbook: makeWorkbook(), watchdog: poisoned({}) });
    await app.waitForSheet();
    await app.type('B2', '1');
    await app.waitForCell('D2', '12.00');
    await openByPath(app, makeSlowWorkbook());
    const busy = app.page.locator('[data-testid=busy]');
    await app.page.waitForSelector(cancel);
    expect(await busy.textContent()).toMatch(/Opening slow\.xlsx.*\d s/);
    const seconds = async () => Number(/(\d+) s/.exec((await busy.textContent()) ?? '')?.[1]);
    const shown = await seconds();
    await expect.poll(seconds).toBeGreaterThan(shown);
    const clicked = performance.now();
    await app.page.click(cancel);
    expect(await told(app)).toBe('Cancelled: slow.xlsx was not opened.');
    await app.type('B2', '2');
    await app.waitForCell('D2', '24.00');
    console.log(`cancel → next edit shown: ${Math.round(performance.now() - clicked)} ms, small workbook`);
    expect(await app.page.locator('[data-testid=workbook]').count()).toBe(1);
    await expectCauseIsTheUser(app);
  });

  it('an edit, by Escape: its cell is as it was, and those after it are made', async () => {
    const app = await startApp({ workbook: makeWorkbook(), watchdog: poisoned({ POISON: 'hang' }) });
    await app.waitForSheet();
    await app.type('A2', 'hang');
    await app.type('A3', 'typed meanwhile');
    await app.page.waitForSelector(cancel);
    expect(await app.page.textContent('[data-testid=busy]')).toContain('Changing budget.xlsx');
    await app.keys.press('Escape');
    expect(await told(app)).toBe('Cancelled: A2 is as it was.');
    await app.waitForCell('A2', 'Rent');
    await app.waitForCell('A3', 'typed meanwhile');
    await app.waitUntilConfirmed();
    expect(await app.page.locator('[data-testid=message-error]').count()).toBe(0);
    await expectCauseIsTheUser(app);
    expect(await app.page.locator('[data-testid=quarantine-notice]').count()).toBe(0);
  });

  it('a save: the file is as it was, with nothing beside it, and the edit is still there', async () => {
    const path = makeWorkbook();
    const before = readFileSync(path);
    const app = await startApp({ workbook: path, watchdog: poisoned({ HANG_WHILE: 'write' }) });
    await app.waitForSheet();
    await app.type('B2', '1');
    await app.keys.press('Control+s');
    await app.page.waitForSelector(cancel);
    await app.page.focus(cancel);
    await app.keys.press('Enter');
    expect(await told(app)).toBe('Cancelled: budget.xlsx was not saved. The file is as it was.');
    await app.waitForCell('D2', '12.00');
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(dirname(path)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    await app.page.waitForSelector('[data-testid=workbook][data-dirty=true]');
  });

  it('a load after a restart: shown as it was opened, with its edits in the journal, and tried again', async () => {
    const [data, flag] = [join(newFolder(), 'data'), join(newFolder(), 'hang')];
    const watchdog = poisoned({ LIFEBOUND_EXCEL_DATA: data, HANG_WHILE_THERE_IS: flag });
    const app = await startApp({ workbook: makeWorkbook(), watchdog });
    await app.waitForSheet();
    await app.type('B2', '1');
    await app.waitForCell('D2', '12.00');
    const pid = await app.readPid();
    // It is read anew, as after an update of the engine, and this one does not come through.
    const [folder] = readdirSync(join(data, 'workbooks'));
    rmSync(join(data, 'workbooks', folder!, 'snapshot'));
    writeFileSync(flag, '');
    process.kill(pid, 'SIGKILL');
    await app.page.waitForSelector(cancel);
    expect(await app.page.textContent('[data-testid=busy]')).toContain('Loading budget.xlsx');
    await app.page.click(cancel);
    expect(await told(app)).toBe('Cancelled: budget.xlsx was not loaded, and is shown as it was opened.');
    await app.page.waitForSelector('[data-testid=read-only-notice]');
    await app.waitForCell('B2', '940');
    rmSync(flag);
    await app.page.click('[data-testid=quarantine-notice] button');
    await app.page.locator('[data-testid=quarantine]').getByText('Try again').click();
    await app.page.waitForSelector('[data-testid=read-only-notice]', { state: 'detached' });
    await app.waitForCell('D2', '12.00');
  });

  it('Escape that means something else ends nothing', async () => {
    const app = await startApp({ workbook: makeWorkbook(), watchdog: poisoned({ POISON: 'hang' }) });
    await app.waitForSheet();
    await app.type('A2', 'hang');
    await app.page.waitForSelector(cancel);
    await app.keys.type('typed');
    await app.keys.press('Escape');
    await app.keys.press('F1');
    await app.page.waitForSelector('[data-testid=shortcuts]');
    await app.keys.press('Escape');
    await app.page.waitForSelector('[data-testid=shortcuts]', { state: 'detached' });
    expect(await app.page.isVisible(cancel)).toBe(true);
    await app.page.click(cancel);
    await app.waitForCell('A2', 'Rent');
  });
});

describe('what is never cancelled', () => {
  it('a file that hangs the engine ends in a read-only view, and others are back at once', async () => {
    const app = await startApp({
      workbook: makeWorkbook(),
      watchdog: poisoned({ LIFEBOUND_EXCEL_DEADLINE_SECONDS: '2' }),
    });
    await app.waitForSheet();
    await app.type('B2', '1');
    await app.waitForCell('D2', '12.00');
    const asked = performance.now();
    await openByPath(app, makeSlowWorkbook());
    await app.page.waitForSelector('[data-testid=read-only-notice]');
    expect(performance.now() - asked).toBeLessThan(2_000 + 15_000);
    expect(await app.page.textContent('[data-testid=read-only-notice]')).toContain('in time');
    expect(await app.page.locator('[data-testid=message-error]').count()).toBe(0);
    await app.page.locator('[data-testid=workbook]').first().click();
    await app.waitForCell('D2', '12.00');
  });

  it('an edit that hangs the engine twice is set aside, with one clear message', async () => {
    const app = await startApp({
      workbook: makeWorkbook(),
      watchdog: poisoned({ POISON: 'hang', LIFEBOUND_EXCEL_DEADLINE_SECONDS: '2' }),
    });
    await app.waitForSheet();
    await app.type('A2', 'hang');
    await app.page.waitForSelector('[data-testid=quarantine-notice]');
    const errors = () => app.page.locator('[data-testid=message-error]').allTextContents();
    const once = [expect.stringMatching(/A2.*stopped the calculation engine twice, and was set aside/)];
    await expect.poll(errors).toEqual(once);
    await app.waitForCell('A2', 'Rent');
    expect(await errors()).toEqual(once);
  });
});
