import { setTimeout as sleep } from 'node:timers/promises';
import { Key } from 'selenium-webdriver';
import { it } from 'vitest';
import { enter, goTo, press, type } from '../window/keys.js';
import { isAlive, waitFor } from '../window/processes.js';
import type { AppWindow } from '../window/window.js';
import {
  click,
  isDrawn,
  openStudio,
  openWindow,
  resize,
  speakChinese,
  takePicture,
  waitForElement,
} from './take-picture.js';

const size = { width: 1100, height: 640 };
/** GTK's own, which the web view follows. */
const dark = { GTK_THEME: 'Adwaita:dark' };
/** So long does the watchdog try at most. */
const givesUpMs = 120_000;
/** By then the pause is long enough to be taken. */
const lateGeneration = 4;

async function showSheet(window: AppWindow, index: number, text: string): Promise<void> {
  await click(window, `[role=tab][data-sheet="${index}"]`);
  await waitFor(text, () => isDrawn(window, text));
}

const showPlan = (window: AppWindow) => showSheet(window, 1, 'Projects 项目');

it.each(['workbook', 'workbook-zh'])('%s: the panel after a kill', async (name) => {
  const { desk, workbook } = await openStudio(name === 'workbook' ? {} : speakChinese());
  const window = await openWindow(desk, size, workbook);
  await showPlan(window);
  await goTo(window, 'B8');
  const { pid, generation } = await window.status();
  process.kill(pid!, 'SIGKILL');
  await waitFor('the next backend', async () => {
    const next = await window.status();
    return next.state === 'ready' && next.generation > generation;
  });
  await click(window, '[data-testid=backend-light][data-state=ready]');
  await waitForElement(window, '[data-testid=panel-pid]');
  await takePicture(window, name);
});

it('light, a formula, the command search, a chart, a filter, a small window', async () => {
  const { desk, workbook } = await openStudio();
  const window = await openWindow(desk, size, workbook);
  await showPlan(window);
  await goTo(window, 'B3:E5');
  await takePicture(window, 'light');

  await goTo(window, 'H17');
  await type(window, '=ROUND(SUM(H3:H5)/H6,');
  await takePicture(window, 'formula');
  await type(window, Key.ESCAPE);

  await press(window, Key.ALT, 'q');
  await waitForElement(window, 'dialog[open]');
  await takePicture(window, 'commands');
  await type(window, Key.ESCAPE);

  await showSheet(window, 0, 'Result of the year 全年结余');
  await waitForElement(window, '[data-testid=chart] canvas');
  await goTo(window, 'A7:C12');
  await takePicture(window, 'chart');

  await showSheet(window, 2, 'Paid 已付');
  await goTo(window, 'A1');
  await waitFor('the choices', async () => {
    await click(window, '.filter-button').catch(() => undefined);
    return (
      (await window.driver.executeScript<number>(
        `return document.querySelectorAll('.filter-options label').length`,
      )) > 0
    );
  });
  await takePicture(window, 'filter');
  await type(window, Key.ESCAPE);

  await showPlan(window);
  await resize(window, { width: 640, height: 480 });
  await takePicture(window, 'small');
});

it('dark', async () => {
  const { desk, workbook } = await openStudio(dark);
  const window = await openWindow(desk, size, workbook);
  await showPlan(window);
  await goTo(window, 'B8:E12');
  await takePicture(window, 'dark');
});

it('empty', async () => {
  const { desk } = await openStudio();
  const window = await openWindow(desk, size);
  await waitForElement(window, '[data-testid=empty]');
  await takePicture(window, 'empty');
});

it('restarting, then failed: killed again and again', { timeout: 2 * givesUpMs }, async () => {
  const { desk, workbook } = await openStudio();
  const window = await openWindow(desk, size, workbook);
  await showPlan(window);
  await goTo(window, 'B8');
  let hasTyped = false;
  // Each pause is longer than the one before.
  for (const end = performance.now() + givesUpMs; performance.now() < end; await sleep(20)) {
    const { state, pid, generation } = await window.status();
    if (state === 'failed') break;
    if (pid && isAlive(pid)) process.kill(pid, 'SIGKILL');
    if (state !== 'backoff' || hasTyped || generation < lateGeneration) continue;
    hasTyped = true;
    await type(window, '28900');
    await type(window, Key.ENTER);
    await waitForElement(window, '[data-testid=banner]');
    await takePicture(window, 'restarting', 450);
  }
  await waitForElement(window, '[data-testid=failed]');
  await takePicture(window, 'failed');
});

it('recovery: the app was killed with unsaved work', async () => {
  const { desk, workbook } = await openStudio();
  const first = await openWindow(desk, size, workbook);
  await showPlan(first);
  await enter(first, 'B8', '28911');
  await waitFor('the edit', () => isDrawn(first, '28,911'));
  process.kill(first.appPid, 'SIGKILL');
  await first.end();
  const second = await openWindow(desk, size);
  await waitForElement(second, '[data-testid=recovery-entry]');
  await takePicture(second, 'recovery');
});
