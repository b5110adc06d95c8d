import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WatchdogOptions } from 'lifebound';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { type Served, serve } from '../../server/dist/serve.js';

const room = fileURLToPath(new URL('../..', import.meta.url));
export const venvPython = join(room, 'src-python/.venv/bin/python');
const scratch: string[] = [];
const open: { served: Served; context: BrowserContext }[] = [];
let browser: Browser | null = null;

/** A folder of this test run's own; gone with `endAll`. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lifebound-browser-test-'));
  scratch.push(folder);
  return folder;
}

export function makeWorkbook(name = 'budget.xlsx'): string {
  const path = join(newFolder(), name);
  execFileSync(venvPython, [join(room, 'test/browser/make_workbook.py'), path]);
  return path;
}

/** A second reader's view of one cell: what was saved as its value. */
export function readSaved(path: string, sheet: string, cell: string): unknown {
  const script = `import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], data_only=True)
print(json.dumps(book[sys.argv[2]][sys.argv[3]].value))`;
  return JSON.parse(execFileSync(venvPython, ['-c', script, path, sheet, cell], { encoding: 'utf8' }));
}

export interface StartOptions {
  readonly workbook?: string;
  readonly watchdog?: WatchdogOptions;
  readonly locale?: string;
}

/** The real server and the real service, with recovery data of the test's own, and a page that shows them. */
export async function startApp({ workbook, watchdog, locale }: StartOptions = {}): Promise<AppPage> {
  const served = await serve({
    ...(workbook !== undefined && { workbook }),
    watchdog: { ...watchdog, env: { LIFEBOUND_EXCEL_DATA: join(newFolder(), 'data'), ...watchdog?.env } },
  });
  return showApp(served, locale);
}

/** A page of a server that runs, in this process or another. */
export async function showApp(served: Served, locale?: string): Promise<AppPage> {
  browser ??= await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const context = await browser.newContext({
    viewport: { width: 1180, height: 720 },
    ...(locale !== undefined && { locale }),
  });
  open.push({ served, context });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(served.url);
  return new AppPage(page);
}

export async function endApps(): Promise<void> {
  for (const { context, served } of open.splice(0)) {
    await context.close();
    await served.close();
  }
}

export async function endAll(): Promise<void> {
  await endApps();
  await browser?.close();
  browser = null;
  for (const folder of scratch.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** What a user sees and does. */
export class AppPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  get keys() {
    return this.page.keyboard;
  }

  async waitForState(state: string): Promise<void> {
    await this.page.waitForSelector(`[data-testid=backend-light][data-state=${state}]`);
  }

  /** A workbook is shown, and the keyboard is on its sheet. */
  async waitForSheet(): Promise<void> {
    await this.page.waitForSelector('revo-grid .rgCell');
    await this.page.waitForFunction(() => document.activeElement?.matches('[data-testid=cell-input]'));
  }

  /** By the name box, as a user would go to a far cell. */
  async goTo(name: string): Promise<void> {
    await this.page.fill('[data-testid=name-box]', name);
    await this.page.press('[data-testid=name-box]', 'Enter');
    await this.page.waitForFunction(() => document.activeElement?.matches('[data-testid=cell-input]'));
  }

  async type(name: string, text: string): Promise<void> {
    await this.goTo(name);
    await this.keys.type(text);
    await this.keys.press('Enter');
  }

  /** The drawn text of a cell; it has to be on the screen. */
  async waitForCell(name: string, text: string): Promise<void> {
    const column = name.replace(/\d/g, '');
    const row = name.replace(/\D/g, '');
    await this.page.waitForFunction(
      ([wantedColumn, wantedRow, wanted]) => {
        const headers = [...document.querySelectorAll<HTMLElement>('revo-grid .rgHeaderCell[data-column]')];
        const header = headers.find((one) => one.textContent?.trim() === wantedColumn);
        const index = header?.dataset.column;
        if (!index) return false;
        const cells = document.querySelectorAll<HTMLElement>(
          `revo-grid [role=gridcell][aria-rowindex="${wantedRow}"][aria-colindex="${index}"]`,
        );
        return [...cells].some((cell) => cell.textContent?.trim() === wanted);
      },
      [column, row, text] as const,
    );
  }

  get selection(): Promise<string | null> {
    return this.page.getAttribute('.sheet', 'data-selection');
  }

  /** By its menu, as somebody who does not know the keys. */
  async choose(menu: string, command: string): Promise<void> {
    await this.page.click(`[data-testid=menu-of-${menu}]`);
    await this.page.click(`[data-testid=menu] [data-testid=menu-${command}]`);
  }

  /** A drawn cell; it has to be on the screen. Columns as numbers, since the fake sheets begin with A. */
  cell(row: number, column: number) {
    return this.page.locator(`revo-grid [role=gridcell][aria-rowindex="${row}"][aria-colindex="${column}"]`);
  }

  async waitUntilConfirmed(): Promise<void> {
    await this.page.waitForSelector('[data-testid=waiting]', { state: 'detached' });
  }

  /** The backend's pid, as the panel says it. */
  async readPid(): Promise<number> {
    await this.page.click('[data-testid=backend-light]');
    const pid = Number(await this.page.textContent('[data-testid=panel-pid]'));
    await this.page.keyboard.press('Escape');
    await this.page.click('[data-testid=backend-light]');
    return pid;
  }
}
