import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { build, type PreviewServer, preview } from 'vite';
import type { App } from '../../src/app/app.js';
import type { FakeHost } from '../fake/fake-host.js';
import { AppPage, newFolder } from './app-page.js';

/** What the fake page puts into its window, for tests. */
declare global {
  var app: App;
  var host: FakeHost;
}

const room = fileURLToPath(new URL('../..', import.meta.url));
let server: PreviewServer | null = null;
let browser: Browser | null = null;

/** The page on its fake host: every state can be had at will, and the service does what the contract says. */
export async function openFakePage(options: BrowserContextOptions = {}, query = ''): Promise<AppPage> {
  server ??= await startServer();
  browser ??= await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  const address = `http://127.0.0.1:${(server.httpServer!.address() as { port: number }).port}`;
  const context = await browser.newContext({
    viewport: { width: 1180, height: 720 },
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(`${address}/test/fake/${query}`);
  const shown = new AppPage(page);
  if (!query) await shown.waitForSheet();
  return shown;
}

export async function closeFakePages(): Promise<void> {
  for (const context of browser?.contexts() ?? []) await context.close();
}

export async function endFakePages(): Promise<void> {
  await browser?.close();
  await server?.close();
  browser = null;
  server = null;
}

/** Built, as users have it: a page in pieces takes seconds to load. */
async function startServer(): Promise<PreviewServer> {
  const outDir = join(newFolder(), 'fake');
  const shared = { root: room, configFile: join(room, 'vite.config.ts'), logLevel: 'error' as const };
  await build({ ...shared, build: { outDir, rollupOptions: { input: join(room, 'test/fake/index.html') } } });
  return preview({
    ...shared,
    build: { outDir },
    preview: { port: 0, strictPort: false, host: '127.0.0.1' },
  });
}
