import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Status } from '@lifebound/core';
import { Builder, By, Capabilities, type WebDriver, type WebElement } from 'selenium-webdriver';
import type { Installation } from './build.js';
import {
  accepts,
  endProcess,
  freePort,
  isAlive,
  parentOf,
  processesWith,
  startDisplay,
  waitFor,
} from './processes.js';

/** A display and a driver, for the windows of one test file. */
export interface Desk {
  readonly display: string;
  /** Its apps' XDG folders: `data`, `state`, `cache`, `config`. */
  readonly home: string;
  open(...args: readonly string[]): Promise<AppWindow>;
  close(): Promise<void>;
}

/** The app's window with a ready backend. */
export interface AppWindow {
  readonly driver: WebDriver;
  readonly appPid: number;
  readonly backendPid: number;
  status(): Promise<Status>;
  find(testId: string): Promise<WebElement>;
  lightState(): Promise<string>;
  /** The X server's number of it, for what a driver can't do. */
  xWindow(): Promise<string>;
  /** Whatever is left of it. */
  end(): Promise<void>;
}

export async function openDesk(installation: Installation): Promise<Desk> {
  const { display, process: xvfb } = await startDisplay();
  const [port, nativePort] = [await freePort(), await freePort()];
  const home = mkdtempSync(join(tmpdir(), 'lifebound-home-'));
  const tauriDriver = spawn('tauri-driver', ['--port', String(port), '--native-port', String(nativePort)], {
    // Without a session bus of its own GTK would start one and leave it behind.
    env: {
      ...process.env,
      DISPLAY: display,
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      NO_AT_BRIDGE: '1',
      ...installation.env,
      // The user's own settings and recovery data stay out of it.
      XDG_DATA_HOME: join(home, 'data'),
      XDG_STATE_HOME: join(home, 'state'),
      XDG_CACHE_HOME: join(home, 'cache'),
      XDG_CONFIG_HOME: join(home, 'config'),
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await waitFor('tauri-driver', () => accepts(port));
  return {
    display,
    home,
    open: (...args) => openWindow(port, display, { application: installation.application, args }),
    close: () => closeDesk(tauriDriver, xvfb, home),
  };
}

async function closeDesk(tauriDriver: ChildProcess, xvfb: ChildProcess, home: string): Promise<void> {
  await endProcess(tauriDriver);
  await endProcess(xvfb);
  // WebKit's helper processes end after the app and go on writing their caches until then.
  await waitFor(
    'the end of all that ran there',
    () => processesWith(`XDG_DATA_HOME=${join(home, 'data')}`).length === 0,
  );
  rmSync(home, { recursive: true, force: true });
}

async function openWindow(
  port: number,
  display: string,
  options: { readonly application: string; readonly args: readonly string[] },
): Promise<AppWindow> {
  const driver = await new Builder()
    .usingServer(`http://127.0.0.1:${port}/`)
    .withCapabilities(new Capabilities({ browserName: 'wry', 'tauri:options': options }))
    .build();
  const ask = () => driver.executeAsyncScript<Status>(askStatus);
  const ready = await waitFor('a ready backend', async () => {
    const status = await ask();
    return status.state === 'ready' && status;
  });
  const backendPid = ready.pid ?? 0;
  const appPid = parentOf(backendPid);
  const find = (testId: string) => driver.findElement(By.css(`[data-testid="${testId}"]`));
  return {
    driver,
    appPid,
    backendPid,
    status: ask,
    find: async (testId) => find(testId),
    lightState: async () => (await (await find('backend-light')).getAttribute('data-state')) ?? '',
    xWindow: () => waitFor('the window on the display', () => findXWindow(display, appPid)),
    async end() {
      // The session is gone already when the app is.
      await driver.quit().catch(() => undefined);
      if (isAlive(appPid)) process.kill(appPid, 'SIGKILL');
    },
  };
}

/** `null` as long as there is none, and where another window ended while all of them were looked at. */
function findXWindow(display: string, appPid: number): string | null {
  const words = ['search', '--all', '--onlyvisible', '--pid', String(appPid), '--name', 'Lifebound Excel'];
  try {
    const found = execFileSync('xdotool', words, {
      env: { ...process.env, DISPLAY: display },
      encoding: 'utf8',
    });
    return found.trim().split('\n')[0] || null;
  } catch {
    return null;
  }
}

/** Runs in the page. */
const askStatus = `
  const done = arguments[arguments.length - 1];
  // A page that is still being loaded has none.
  const tauri = window.__TAURI_INTERNALS__;
  if (!tauri) done({ state: 'no page yet' });
  else tauri.invoke('plugin:lifebound|status').then(done, (error) => done({ state: error.message }));
`;
