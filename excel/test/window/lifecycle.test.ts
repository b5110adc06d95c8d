import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { checkout } from './build.js';
import { isAlive, waitFor } from './processes.js';
import { type AppWindow, type Desk, openDesk } from './window.js';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk(checkout);
});

afterAll(() => desk.close());

async function open(...args: readonly string[]): Promise<AppWindow> {
  const window = await desk.open(...args);
  onTestFinished(() => window.end());
  return window;
}

function gone(what: string, pid: number): Promise<boolean> {
  return waitFor(`the end of ${what}`, () => !isAlive(pid));
}

/** As the button in the title bar does. */
async function clickClose(window: AppWindow): Promise<void> {
  const script = fileURLToPath(new URL('close-window.py', import.meta.url));
  execFileSync('python3', [script, await window.xWindow()], {
    env: { ...process.env, DISPLAY: desk.display },
  });
}

describe('the window and its backend', () => {
  it('opens, and the light says that the backend is ready', async () => {
    const window = await open();
    await waitFor('the light', async () => (await window.lightState()) === 'ready');
    expect(isAlive(window.backendPid)).toBe(true);
  });

  it('goes on over a backend that is killed, with another', async () => {
    const window = await open();
    process.kill(window.backendPid, 'SIGKILL');
    const next = await waitFor('another backend', async () => {
      const status = await window.status();
      return status.state === 'ready' && status.generation === 2 && status;
    });
    expect(next.pid).not.toBe(window.backendPid);
    expect(next.lastCause?.signal).toBe('SIGKILL');
    await waitFor('the light', async () => (await window.lightState()) === 'ready');
  });

  it('takes the backend along when it is closed', async () => {
    const window = await open();
    await clickClose(window);
    await gone('the backend', window.backendPid);
    await gone('the app', window.appPid);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'takes the backend along when %s ends the app',
    async (signal) => {
      const window = await open();
      process.kill(window.appPid, signal);
      await gone('the app', window.appPid);
      expect(isAlive(window.backendPid)).toBe(false);
    },
  );

  it('takes the backend along when the app is killed', async () => {
    const window = await open();
    process.kill(window.appPid, 'SIGKILL');
    await gone('the backend', window.backendPid);
  });
});
