import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { endAll, endApps, makeWorkbook, newFolder, readSaved, startApp, venvPython } from './app-page.js';

afterEach(endApps);
afterAll(endAll);

const quick = { restart: { baseDelayMs: 50, maxDelayMs: 100 } };

describe('the backend as the page sees it', () => {
  it('is killed while the user types, and every edit is there', async () => {
    const path = makeWorkbook();
    const app = await startApp({ workbook: path, watchdog: quick });
    await app.waitForSheet();
    await app.waitForCell('D5', '13,938.00');
    const pid = await app.readPid();
    await app.goTo('F1');
    for (let row = 1; row <= 40; row++) {
      await app.keys.type(`${row}`);
      await app.keys.press('Enter');
      if (row === 10) process.kill(pid, 'SIGKILL');
    }
    await app.type('G1', '=SUM(F1:F40)');
    await app.waitForState('ready');
    await app.waitForCell('G1', '820');
    await app.waitUntilConfirmed();
    expect(await app.readPid()).not.toBe(pid);
    await app.page.click('[data-testid=backend-light]');
    expect(await app.page.textContent('[data-testid=panel-cause]')).toContain('SIGKILL');
    expect(await app.page.textContent('[data-testid=log]')).toContain('Python backend process has exited');
    await app.page.click('[data-testid=backend-light]');
    await app.goTo('A1');
    await app.keys.press('Control+s');
    await app.page.waitForSelector('[data-testid=message-info]');
    for (const [cell, value] of [
      ['F1', 1],
      ['F10', 10],
      ['F11', 11],
      ['F40', 40],
      ['G1', 820],
    ] as const) {
      expect(readSaved(path, 'Budget', cell), cell).toBe(value);
    }
  });

  it('is restarted from the panel, and the sheet is read anew', async () => {
    const app = await startApp({ workbook: makeWorkbook(), watchdog: quick });
    await app.waitForSheet();
    await app.type('B2', '1');
    await app.waitForCell('D2', '12.00');
    const pid = await app.readPid();
    await app.page.click('[data-testid=backend-light]');
    await app.page.click('[data-testid=restart]');
    await app.page.waitForFunction((old) => {
      const text = document.querySelector('[data-testid=panel-pid]')?.textContent ?? '';
      return /^\d+$/.test(text) && Number(text) !== old;
    }, pid);
    await app.waitForState('ready');
    await app.keys.press('Escape');
    await app.type('B2', '2');
    await app.waitForCell('D2', '24.00');
    await app.keys.press('Control+z');
    await app.waitForCell('D2', '12.00');
  });

  it('that cannot start is a dialog with its last words, not a loop; and it starts once the cause is gone', async () => {
    const cause = join(newFolder(), 'broken');
    writeFileSync(cause, '');
    const script = `import os, runpy, sys
if os.path.exists(${JSON.stringify(cause)}):
    sys.exit("the disk with the libraries is not mounted")
sys.argv[0] = sys.argv[1]
runpy.run_path(sys.argv[1], run_name="__main__")`;
    const main = join(import.meta.dirname, '../../src-python/src/app/main.py');
    const wrapper = join(newFolder(), 'backend.py');
    writeFileSync(wrapper, script);
    const app = await startApp({
      workbook: makeWorkbook(),
      watchdog: {
        restart: { maxAttempts: 2, baseDelayMs: 20, maxDelayMs: 20 },
        launch: { kind: 'command', program: venvPython, args: [wrapper, main] },
        env: { PYTHONPATH: join(import.meta.dirname, '../../src-python/src') },
      },
    });
    const dialog = await app.page.waitForSelector('[data-testid=failed]');
    const said = await dialog.textContent();
    expect(said).toContain('Maximum restart attempts (2) exceeded');
    expect(said).toContain('the disk with the libraries is not mounted');
    await app.waitForState('failed');

    rmSync(cause);
    expect(existsSync(cause)).toBe(false);
    await app.page.click('[data-testid=failed-restart]');
    await app.waitForState('ready');
    await app.page.waitForSelector('[data-testid=failed]', { state: 'detached' });
    await app.waitForSheet();
    await app.waitForCell('D5', '13,938.00');
  });

  it('speaks Chinese to those who do', async () => {
    const app = await startApp({ locale: 'zh-CN' });
    await app.waitForState('ready');
    expect(await app.page.textContent('[data-testid=backend-light]')).toBe('就绪');
    expect(await app.page.getAttribute('html', 'lang')).toBe('zh-CN');
  });
});
