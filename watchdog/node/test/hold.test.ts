import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { HoldMarker } from '../src/hold/marker.js';
import { createWatchdog } from '../src/index.js';
import {
  command,
  fixture,
  isAlive,
  listDescendants,
  makeFolder,
  readArgv,
  startedPid,
  waitFor,
  whenState,
} from './helpers.js';
import { findByToken, newToken } from './tiers.js';

let state = '';

beforeEach(() => {
  const before = process.env.LIFEBOUND_STATE_DIR;
  state = makeFolder();
  process.env.LIFEBOUND_STATE_DIR = state;
  return () => {
    process.env.LIFEBOUND_STATE_DIR = before;
  };
});

/** A program of the app's own, that an update would replace. */
function installProgram(): { readonly folder: string; readonly program: string } {
  const folder = makeFolder();
  const program = join(folder, 'backend', 'excel-backend');
  mkdirSync(join(folder, 'backend'));
  copyFileSync('/bin/sleep', program);
  chmodSync(program, 0o755);
  return { folder, program };
}

/** Started is not there yet: what binds a program comes before it in its process. */
function runs(host: number, program: string): boolean {
  return listDescendants(host).some(({ pid }) => readArgv(pid).startsWith(`${program}\0`));
}

function isBusy(program: string): boolean {
  try {
    closeSync(openSync(program, 'r+'));
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ETXTBSY';
  }
}

function start(folder: string, program: string) {
  const watchdog = createWatchdog({
    cwd: folder,
    launch: { kind: 'command', program, args: ['1000'] },
    readiness: { kind: 'stay' },
    stayUpMs: 10,
    id: 'app',
  });
  onTestFinished(async () => {
    watchdog.resume();
    watchdog.kill();
    await watchdog.stop();
  });
  watchdog.start();
  return watchdog;
}

describe('hold', () => {
  it('ends the backend, leaves its executable free, starts none, and the new one at resume', async () => {
    const { folder, program } = installProgram();
    const watchdog = start(folder, program);
    await whenState(watchdog, 'ready');
    await waitFor('its executable to run', () => isBusy(program));
    await watchdog.hold();
    expect(watchdog.status()).toMatchObject({ state: 'idle', wanted: 'held' });
    copyFileSync('/bin/sleep', program);
    watchdog.restart();
    expect(watchdog.status().state).toBe('idle');
    watchdog.resume();
    await whenState(watchdog, 'ready', 2);
  });

  it('says which executable something else still runs', async () => {
    const { folder, program } = installProgram();
    const watchdog = start(folder, program);
    await whenState(watchdog, 'ready');
    // Another process of the same file, which is nobody's backend.
    const other = command(['run', '--', program, '1000']);
    await waitFor('it', () => runs(other.child.pid, program));
    await expect(watchdog.hold()).rejects.toMatchObject({
      code: 'EXECUTABLE_BUSY',
      message: expect.stringContaining(program),
    });
  }, 30_000);

  it('lasts over a crash of the app: the next start is on hold, until resume', async () => {
    const { folder, program } = installProgram();
    const first = start(folder, program);
    await whenState(first, 'ready');
    await first.hold();
    // The app is gone without a resume; this is its next start.
    const next = start(folder, program);
    expect(next.status()).toMatchObject({ state: 'idle', wanted: 'held' });
    next.resume();
    await whenState(next, 'ready');
    expect(readdirSync(join(state, 'held'))).toEqual([]);
  });
});

describe('lifebound hold and resume', () => {
  it('an installer stops a running app’s backend, and it comes back at resume', async () => {
    const app = command(['run', '--id', 'app', '--', 'sleep', '1000']);
    const pid = await waitFor('its backend', () => startedPid(app.stderr()));
    const held = command(['hold', '--id', 'app', '--timeout', '10']);
    expect([await held.ended, held.stdout()]).toEqual([0, 'app is on hold\n']);
    expect(isAlive(pid)).toBe(false);
    expect(app.child.exitCode).toBe(null);
    const resumed = command(['resume', '--id', 'app']);
    expect(await resumed.ended).toBe(0);
    const next = await waitFor('the next one', () => {
      const started = startedPid(app.stderr());
      return started !== pid && started;
    });
    expect(isAlive(next)).toBe(true);
  });

  it('waits for the whole tree, and not for its leader alone', async () => {
    const token = newToken();
    const options = ['--id', 'app', '--termination-timeout', '1'];
    const app = command(['run', ...options, '--', fixture('tree', 'sh'), token]);
    await waitFor('its tree', () => startedPid(app.stderr()) && findByToken(token).length >= 4);
    // The leader ends at once; its daemon is deaf, and has all of the grace.
    expect(await command(['hold', '--id', 'app']).ended).toBe(0);
    const isTree = (argv: string) => argv.includes(token) && !argv.includes('lifebound');
    expect(findByToken(token).map(readArgv).filter(isTree)).toEqual([]);
  });

  it('says which executable something else still runs, with status 75', async () => {
    const { folder, program } = installProgram();
    const app = command(['run', '--id', 'app', '--', program, '1000']);
    const other = command(['run', '--id', 'other', '--', program, '1000']);
    await waitFor('both', () => [app, other].every(({ child }) => runs(child.pid, program)));
    const held = command(['hold', '--id', 'app', '--cwd', folder, '--timeout', '1']);
    expect(await held.ended).toBe(75);
    expect(held.stderr()).toContain(program);
    expect(held.stderr()).toContain('[EXECUTABLE_BUSY]');
  });

  it('finds an app by its folder and name as well', async () => {
    const folder = makeFolder();
    const app = command(['run', '--cwd', folder, '--name', 'Engine', '--', 'sleep', '1000']);
    const pid = await waitFor('its backend', () => startedPid(app.stderr()));
    expect(await command(['hold', '--cwd', folder, '--name', 'Engine']).ended).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });

  it('says that the backend still runs, with status 75, and keeps the hold', async () => {
    const app = command([
      'run',
      '--id',
      'app',
      '--termination-timeout',
      '5',
      '--',
      'python3',
      '-SE',
      fixture('ignores-term'),
    ]);
    await waitFor('its backend', () => app.stderr().includes('deaf'));
    const held = command(['hold', '--id', 'app', '--timeout', '0.3']);
    expect(await held.ended).toBe(75);
    expect(held.stderr()).toMatch(/still runs after 0\.3 s \(\d+\).*\[TREE_NOT_EMPTY\]/);
    expect(existsSync(join(state, 'held', 'app.json'))).toBe(true);
  });
});

it('a hold is seen where nothing can be watched', async () => {
  const marker = new HoldMarker('app');
  // Without the folder there is nothing to watch, as when the user's inotify instances are used up.
  rmSync(join(state, 'held'), { recursive: true });
  let seen = false;
  const timer = marker.watch(10, () => {
    seen ||= marker.isSet;
  });
  onTestFinished(() => clearInterval(timer as NodeJS.Timeout));
  mkdirSync(join(state, 'held'));
  marker.set();
  await waitFor('the hold', () => seen);
});
