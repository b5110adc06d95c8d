import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type AppPage, endAll, endApps, makeWorkbook, newFolder, readSaved, startApp } from './app-page.js';
import { poisoned, runApp } from './real-service.js';

afterEach(endApps);
afterAll(endAll);

/** The service from its sources, whatever binary lies beside them. */
const sources = poisoned({});

/** As LibreOffice writes it. */
function writeLock(path: string): void {
  const lock = join(dirname(path), `.~lock.${basename(path)}#`);
  writeFileSync(lock, ',ana,desk,24.11.2026 10:00,file:///home/ana/.config/libreoffice/4;');
}

/** As Excel writes it: a length and the name in one byte a letter, then both again in two. */
function writeOwner(path: string): void {
  const [name, bytes] = ['ben', Buffer.alloc(165, ' ')];
  bytes[0] = name.length;
  bytes.write(name, 1, 'latin1');
  bytes.writeUInt16LE(name.length, 55);
  bytes.write(name, 57, 'utf16le');
  writeFileSync(join(dirname(path), `~$${basename(path)}`), bytes);
}

async function openEdited(path: string): Promise<AppPage> {
  const app = await startApp({ workbook: path, watchdog: sources });
  await app.waitForSheet();
  await app.type('B2', '1');
  await app.waitForCell('D2', '12.00');
  await app.waitUntilConfirmed();
  return app;
}

const question = (app: AppPage) => app.page.locator('[data-testid=question]');
const isSaved = (app: AppPage) => app.page.waitForSelector('[data-testid=workbook][data-dirty=false]');

describe('a file that somebody else has too', () => {
  it.each([
    ['LibreOffice', writeLock, 'ana (desk)'],
    ['Excel', writeOwner, 'ben'],
  ] as const)('is not written while %s has it, unless its user takes it over', async (_, write, who) => {
    const path = makeWorkbook();
    write(path);
    const app = await openEdited(path);
    expect(await app.page.textContent('[data-testid=owner-notice]')).toContain(who);
    await app.keys.press('Control+s');
    expect(await question(app).textContent()).toContain(who.split(' ')[0]);
    await app.keys.press('Escape');
    expect(readSaved(path, 'Budget', 'B2')).toBe(940);
    await app.keys.press('Control+s');
    await question(app).locator('.danger').click();
    await isSaved(app);
    expect(readSaved(path, 'Budget', 'B2')).toBe(1);
    await app.page.waitForSelector('[data-testid=owner-notice]', { state: 'detached' });
  });

  it('and was changed there, is asked about before it is replaced', async () => {
    const path = makeWorkbook();
    const app = await openEdited(path);
    copyFileSync(makeWorkbook('other.xlsx'), path);
    // Another size, as another program's file has.
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(7)]));
    const theirs = readFileSync(path);
    await app.keys.press('Control+s');
    expect(await question(app).textContent()).toContain('changed by another program');
    await app.keys.press('Escape');
    expect(readFileSync(path).equals(theirs)).toBe(true);
    await app.page.waitForSelector('[data-testid=workbook][data-dirty=true]');
    await app.keys.press('Control+s');
    await question(app).locator('.danger').click();
    await isSaved(app);
    expect(readSaved(path, 'Budget', 'B2')).toBe(1);
  });

  it('is saved by itself when asked to, and not over what another program wrote', async () => {
    const path = makeWorkbook();
    const app = await openEdited(path);
    await app.choose('file', 'autosave');
    await isSaved(app);
    expect(readSaved(path, 'Budget', 'B2')).toBe(1);
    writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(7)]));
    const { size } = statSync(path);
    await app.type('B3', '2');
    await app.waitUntilConfirmed();
    await app.page.click('[data-testid=backend-light]');
    const log = app.page.locator('[data-testid=log]');
    await expect.poll(() => log.textContent()).toContain("can't be saved by itself");
    expect(statSync(path).size).toBe(size);
    await app.page.waitForSelector('[data-testid=workbook][data-dirty=true]');
  });
});

describe('after a kill of the whole app', () => {
  it('what was open is offered, opened with its edits, or discarded', async () => {
    const [path, other, data] = [makeWorkbook(), makeWorkbook('other.xlsx'), join(newFolder(), 'data')];
    for (const file of [path, other]) {
      const { page, kill } = await runApp(data, file);
      if (file === other) {
        await page.page.waitForSelector('[data-testid=recovery]');
        await page.keys.press('Escape');
      }
      await page.page.waitForSelector('revo-grid .rgCell');
      await page.type('B2', '1');
      await page.waitUntilConfirmed();
      await kill();
    }
    const { page } = await runApp(data);
    await page.page.waitForSelector('[data-testid=recovery]');
    const entries = page.page.locator('[data-testid=recovery-entry]');
    await expect.poll(() => entries.count()).toBe(2);
    expect(await entries.allTextContents()).toEqual([
      expect.stringMatching(/other\.xlsx.*1 edit.*file unchanged/),
      expect.stringMatching(/budget\.xlsx.*1 edit.*file unchanged/),
    ]);
    await entries.first().locator('.danger').click();
    await expect.poll(() => entries.count()).toBe(1);
    await entries.first().locator('.primary').click();
    await page.waitForSheet();
    await page.waitForCell('D2', '12.00');
    expect(readSaved(path, 'Budget', 'B2')).toBe(940);
    await page.keys.press('Control+s');
    await isSaved(page);
    expect(readSaved(path, 'Budget', 'B2')).toBe(1);
  });
});

describe('a change that stops the engine', () => {
  it('is set aside after two; a copy is saved without it, it is tried again, and dropped', async () => {
    const path = makeWorkbook();
    const app = await startApp({ workbook: path, watchdog: poisoned({ POISON: 'crash' }) });
    await app.waitForSheet();
    await app.type('A2', 'crash');
    await app.type('B2', '1');
    await app.page.click('[data-testid=quarantine-notice] button');
    const entries = app.page.locator('[data-testid=quarantine] li');
    await expect.poll(() => entries.allTextContents()).toEqual([expect.stringMatching(/Budget!A2.*crash/)]);
    await entries.getByText('Try again').click();
    // It ends the service once more, and is set aside once more.
    await app.page.waitForSelector('[data-testid=message-error]');
    await app.waitForState('ready');
    await app.page.waitForSelector('[data-testid=quarantine-notice]');
    await app.keys.press('Escape');
    await app.page.click('[data-testid=quarantine-notice] button');
    await app.page.getByText('Save a copy without').click();
    const copy = join(newFolder(), 'copy.xlsx');
    const [download] = await Promise.all([
      app.page.waitForEvent('download'),
      app.page.press('[data-testid=question-field]', 'Enter'),
    ]);
    await download.saveAs(copy);
    expect([readSaved(copy, 'Budget', 'A2'), readSaved(copy, 'Budget', 'B2')]).toEqual(['Rent', 1]);
    if ((await app.page.locator('[data-testid=quarantine]').count()) === 0)
      await app.page.click('[data-testid=quarantine-notice] button');
    await entries.getByText('Drop').click();
    await app.page.waitForSelector('[data-testid=quarantine-notice]', { state: 'detached' });
    await app.waitForCell('A2', 'Rent');
  });
});
