import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { serve } from '../../server/dist/serve.js';
import { argumentsOf, freePort, isAlive, processesWith } from '../window/processes.js';
import { AppPage, endAll, makeWorkbook, newFolder, readSaved } from './app-page.js';

afterAll(endAll);

/** By which this test's service is found. */
const mark = { name: 'LIFEBOUND_KEYSTROKES', value: randomUUID() };
/** Far below what the workbook has. */
const column = 'H';

/** A tab that can be taken up again after its process has died: Playwright gives up a page that crashed. */
class Tab {
  readonly #endpoint: string;
  #browser: Browser;
  app: AppPage;

  private constructor(endpoint: string, browser: Browser, page: Page) {
    this.#endpoint = endpoint;
    this.#browser = browser;
    this.app = new AppPage(page);
  }

  static async open(endpoint: string, url: string): Promise<Tab> {
    const browser = await chromium.connectOverCDP(endpoint);
    const page = await browser.contexts()[0]!.newPage();
    await page.goto(url);
    return new Tab(endpoint, browser, page);
  }

  /** SIGKILL to its process, and loaded again as its user would. */
  async kill(): Promise<void> {
    const session = await this.#browser.newBrowserCDPSession();
    const { targetInfos } = await session.send('Target.getTargets');
    const { targetId } = targetInfos.find(({ url }) => url === this.app.page.url())!;
    const { sessionId } = await session.send('Target.attachToTarget', { targetId });
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const crashed = once(this.app.page, 'crash');
    for (const { id, type } of processInfo) if (type === 'renderer') kill(id);
    await crashed;
    const message = JSON.stringify({ id: 1, method: 'Page.reload' });
    await session.send('Target.sendMessageToTarget', { sessionId, message });
    await this.#browser.close();
    this.#browser = await chromium.connectOverCDP(this.#endpoint);
    this.app = new AppPage(
      this.#browser
        .contexts()[0]!
        .pages()
        .find((page) => page.url() !== 'about:blank')!,
    );
  }
}

async function launchBrowser(): Promise<{ port: number; end: () => Promise<void> }> {
  const port = await freePort();
  const args = ['--no-sandbox', `--remote-debugging-port=${port}`];
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
  return { port, end: () => browser.close() };
}

function killService(): void {
  const [pid] = processesWith(`${mark.name}=${mark.value}`).filter((one) =>
    argumentsOf(one).includes('main.py'),
  );
  if (pid !== undefined) kill(pid);
}

/** One that was listed may have ended by now. */
function kill(pid: number): void {
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

/** Some rows, some letters of one more, and the kill; the same in each run. */
const plan = fc.sample(
  fc.record({
    victim: fc.constantFrom('service', 'page', 'both'),
    rows: fc.integer({ min: 0, max: 4 }),
    letters: fc.integer({ min: 1, max: 9 }),
  }),
  { numRuns: 10, seed: 20_261_124 },
);

describe('keystrokes', () => {
  it('that were taken are all there, whichever process is killed while somebody types', async () => {
    const path = makeWorkbook();
    const { port, end } = await launchBrowser();
    const served = await serve({
      workbook: path,
      watchdog: {
        restart: { baseDelayMs: 20, maxDelayMs: 50, maxAttempts: 1_000 },
        env: { LIFEBOUND_EXCEL_DATA: join(newFolder(), 'data'), [mark.name]: mark.value },
      },
    });
    onTestFinished(async () => {
      await end();
      await served.close();
    });
    const tab = await Tab.open(`http://127.0.0.1:${port}`, served.url);
    await tab.app.waitForSheet();
    await tab.app.goTo(`${column}1`);
    const expected: string[] = [];
    for (const { victim, rows, letters } of plan) {
      // 1. Some rows, and a last one that is not committed when the processes die.
      for (let row = 0; row < rows; row++) {
        const text = `row ${expected.length + 1}`;
        await tab.app.keys.type(text);
        await tab.app.keys.press('Enter');
        expected.push(text);
      }
      const draft = 'unfinished'.slice(0, letters);
      await tab.app.keys.type(draft);
      if (victim !== 'page') killService();
      if (victim !== 'service') await tab.kill();
      // 2. It is in its cell again, and goes on.
      await tab.app.waitForSheet();
      await expect.poll(() => tab.app.page.inputValue('[data-testid=cell-input]')).toBe(draft);
      await tab.app.keys.type('!');
      await tab.app.keys.press('Enter');
      expected.push(`${draft}!`);
    }
    await tab.app.waitForState('ready');
    await tab.app.waitUntilConfirmed();
    await tab.app.keys.press('Control+s');
    await tab.app.page.waitForSelector('[data-testid=message-info]');
    const saved = expected.map((_, index) => readSaved(path, 'Budget', `${column}${index + 1}`));
    expect(saved).toEqual(expected);
  });
});
