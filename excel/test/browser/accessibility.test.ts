import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type AppPage, endAll } from './app-page.js';
import { closeFakePages, endFakePages, openFakePage } from './fake-page.js';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

afterEach(closeFakePages);
afterAll(async () => {
  await endFakePages();
  await endAll();
});

/**
 * What WCAG 2.2 A and AA ask for, as far as a program can tell; each as `rule: element`. The scrolling parts of the
 * sheet can't be focused themselves: the field over the active cell has the keyboard, and scrolls them.
 */
async function findFaults(app: AppPage): Promise<string[]> {
  await app.page.evaluate(source);
  const results = await app.page.evaluate(async () => {
    const options: RunOptions = {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    };
    const { axe } = globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } };
    return axe.run(options);
  });
  return results.violations
    .filter(({ id }) => id !== 'scrollable-region-focusable')
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, any }) => `${id}: ${target.join(' ')} ${any[0]?.message ?? ''}`),
    );
}

const states: [string, (app: AppPage) => Promise<unknown>][] = [
  ['a workbook', (app) => app.waitForCell('A4', 'Rent')],
  [
    'a selection and the find bar',
    async (app) => {
      await app.goTo('A4:B6');
      await app.keys.press('Control+h');
    },
  ],
  ['a menu', (app) => app.page.click('[data-testid=menu-of-format]')],
  [
    'a formula with its help',
    async (app) => {
      await app.goTo('F4');
      await app.keys.type('=SU');
      await app.page.waitForSelector('[data-testid=function-list]');
    },
  ],
  ['the keys', (app) => app.keys.press('F1')],
  ['the command search', (app) => app.keys.press('Alt+q')],
  ['a question', (app) => app.keys.press('Control+1')],
  ['the palette', (app) => app.page.click('[data-testid=command-fillColor]')],
  [
    'a filter',
    async (app) => {
      await app.goTo('A3');
      await app.keys.press('Control+Shift+l');
      await app.page.click('[data-testid=filter-A3]');
      await app.page.waitForSelector('.filter-options label');
    },
  ],
  ['the backend', (app) => app.page.click('[data-testid=backend-light]')],
  [
    'a restarting backend',
    async (app) => {
      await app.page.evaluate(() => host.goTo('backoff', 1));
      await app.page.waitForSelector('[data-testid=banner]');
    },
  ],
  [
    'a failed backend',
    async (app) => {
      await app.page.evaluate(() => host.goTo('failed', 5));
      await app.page.waitForSelector('[data-testid=failed]');
    },
  ],
];

/** A small sheet is looked through in a second. */
const options = { viewport: { width: 1000, height: 400 }, reducedMotion: 'reduce' } as const;

describe('axe-core finds nothing serious', () => {
  it.each(['light', 'dark'] as const)('in the empty state, %s', async (colorScheme) => {
    const app = await openFakePage({ ...options, colorScheme }, '?empty');
    await app.page.waitForSelector('[data-testid=empty]');
    expect(await findFaults(app)).toEqual([]);
  });

  it.each(states)('in %s', async (_name, enter) => {
    const app = await openFakePage(options);
    await enter(app);
    expect(await findFaults(app)).toEqual([]);
  });

  it('in a workbook, a menu and a filter in the dark', async () => {
    const app = await openFakePage({ ...options, colorScheme: 'dark' });
    await app.goTo('A3');
    await app.keys.press('Control+Shift+l');
    await app.page.click('[data-testid=menu-of-format]');
    expect(await findFaults(app)).toEqual([]);
  });
});

describe('a screen reader', () => {
  it('hears where the cursor is and what is there, in a grid that says its size', async () => {
    const app = await openFakePage();
    await app.waitForCell('A4', 'Rent');
    await app.goTo('A4');
    const field = app.page.locator('[data-testid=cell-input]');
    await expect.poll(() => field.getAttribute('aria-label')).toBe('A4, Rent');
    await app.keys.press('ArrowRight');
    await expect.poll(() => field.getAttribute('aria-label')).toBe('B4, 940');
    const cell = app.cell(4, 2);
    expect(await cell.getAttribute('role')).toBe('gridcell');
    expect(Number(await app.page.locator('revo-grid').getAttribute('aria-rowcount'))).toBeGreaterThan(10);
  });
});
