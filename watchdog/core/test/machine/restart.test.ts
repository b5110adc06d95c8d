import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../src/config.js';
import { restartDelayMs } from '../../src/machine/budget.js';
import { command, drive, driveToReady, logLines, names } from '../drive.js';

describe('restartDelayMs', () => {
  const delays = (random: number) =>
    [1, 2, 3, 4, 5, 9, 200].map((n) => restartDelayMs(defaultConfig.restart, n, random));

  it('is nothing at first, then doubles up to its cap', () => {
    expect(delays(0.5)).toEqual([0, 500, 1_000, 2_000, 4_000, 30_000, 30_000]);
  });

  it('is drawn within its share', () => {
    expect(delays(0)).toEqual([0, 400, 800, 1_600, 3_200, 24_000, 24_000]);
    expect(delays(1)).toEqual([0, 600, 1_200, 2_400, 4_800, 36_000, 36_000]);
  });

  it('is always nothing when its base is', () => {
    const restart = { ...defaultConfig.restart, baseDelayMs: 0 };
    expect([1, 2, 3, 2_000].map((n) => restartDelayMs(restart, n, 0.9))).toEqual([0, 0, 0, 0]);
  });
});

describe('the budget', () => {
  const crash = (driver: ReturnType<typeof drive>, atMs: number) => {
    const { generation } = driver.machine();
    driver.exited(atMs, 1, generation);
    driver.empty(atMs, [], generation);
    if (driver.status().state === 'backoff') {
      driver.ring(driver.machine().timers.backoff?.dueMs ?? 0, 'backoff', generation);
    }
  };
  const comeUp = (driver: ReturnType<typeof drive>, atMs: number) => {
    const { generation } = driver.machine();
    driver.spawned(atMs, generation);
    driver.ready(atMs, generation);
  };

  it('comes back attempt by attempt as the window slides over a backend that was ready', () => {
    const driver = driveToReady();
    crash(driver, 10_000);
    comeUp(driver, 10_100);
    crash(driver, 40_000);
    comeUp(driver, 41_000);
    expect(driver.status(41_000).attempts).toBe(2);
    expect(driver.status(69_999).attempts).toBe(2);
    expect(driver.status(70_000).attempts).toBe(1);
    crash(driver, 75_000);
    expect(driver.status().attempts).toBe(2);
  });

  it('does not come back for a backend that never gets ready, however slowly it fails', () => {
    const driver = drive({ ...command, restart: { maxAttempts: 2 } });
    driver.start(0);
    driver.spawned(0);
    crash(driver, 100_000);
    driver.spawned(100_001, 2);
    crash(driver, 200_000);
    driver.spawned(201_000, 3);
    crash(driver, 300_000);
    expect(driver.status()).toMatchObject({ state: 'failed', error: { code: 'RESTARTS_EXHAUSTED' } });
  });

  it('of no attempts fails at the first crash', () => {
    const driver = driveToReady({ ...command, restart: { maxAttempts: 0 } });
    driver.exited(200, 1);
    const effects = driver.empty(201);
    expect(effects).toContainEqual({ type: 'over', exitStatus: 69 });
    expect(logLines(effects).join()).toContain('Maximum restart attempts (0) exceeded');
  });

  it('searches again after a back-off, since what died may have been replaced', () => {
    const driver = drive({});
    driver.start(0);
    const answers = [{ candidate: 'backend/excel-backend', found: 'executable', path: '/old' }] as const;
    driver.send(1, { type: 'located', generation: 1, answers });
    driver.spawned(2);
    driver.exited(3, 1);
    expect(driver.empty(4)).toContainEqual(expect.objectContaining({ type: 'spawn', program: '/old' }));
    driver.spawned(5, 2);
    driver.exited(6, 1, 2);
    driver.empty(7, [], 2);
    expect(names(driver.ring(507, 'backoff', 2))).toContain('locate');
    const moved = [{ candidate: 'backend/excel-backend', found: 'executable', path: '/new' }] as const;
    const found = driver.send(510, { type: 'located', generation: 3, answers: moved });
    expect(found).toContainEqual(expect.objectContaining({ type: 'spawn', program: '/new' }));
    expect(logLines(found)).toContain('[INFO] Found Python backend binary: "backend/excel-backend"');
  });
});

describe('exit 77', () => {
  it('is honoured even when something else had ended it, and the first cause stays', () => {
    const driver = drive({ ...command, startTimeoutMs: 1_000 });
    driver.start(0);
    driver.spawned(0);
    driver.ring(1_000, 'start');
    driver.exited(1_100, 77);
    driver.empty(1_101);
    expect(driver.status()).toMatchObject({
      state: 'failed',
      error: { code: 'RESTART_REFUSED' },
      lastCause: { kind: 'start-timeout', exitCode: 77 },
    });
  });

  it('does not stand against a restart that the user asks for', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'restart' });
    driver.exited(300, 77);
    driver.empty(301);
    expect(driver.status()).toMatchObject({ state: 'starting', generation: 2 });
  });
});

describe('the exit status', () => {
  const end = (options: object, code: number | null) => {
    const driver = driveToReady(options);
    driver.exited(200, code);
    return driver.empty(201).at(-1);
  };
  const once = { ...command, restart: { policy: 'no' } };

  it("is the program's own", () => {
    expect(end(once, 0)).toEqual({ type: 'over', exitStatus: 0 });
    expect(end(once, 3)).toEqual({ type: 'over', exitStatus: 3 });
    expect(end(once, null)).toEqual({ type: 'over', exitStatus: 137 });
  });

  it('says in the cause that a shell may mean a signal', () => {
    const driver = driveToReady();
    driver.exited(200, 139);
    expect(driver.status().lastCause?.message).toBe('Python backend exited with code 139 (perhaps SIGSEGV).');
  });

  it.each([
    ['start-timeout', 124],
    ['start-failed', 126],
    ['not-found', 127],
  ] as const)('without a restart, after %s, is %d', (kind, exitStatus) => {
    const driver = drive(once);
    driver.start(0);
    if (kind === 'start-timeout') {
      driver.spawned(1);
      driver.ring(120_000, 'start');
      driver.exited(120_001, null);
      expect(driver.empty(120_002).at(-1)).toEqual({ type: 'over', exitStatus });
    } else {
      const reason = kind === 'not-found' ? 'No such file or directory (os error 2)' : 'resource exhausted';
      expect(driver.send(1, { type: 'spawnFailed', generation: 1, reason }).at(-1)).toEqual({
        type: 'over',
        exitStatus,
      });
    }
    expect(driver.status().lastCause?.kind).toBe(kind);
  });
});

describe('a cause', () => {
  it('keeps the last twenty lines of stderr', () => {
    const driver = driveToReady();
    const stderrTail = Array.from({ length: 30 }, (_, index) => `line ${index}`);
    driver.send(200, { type: 'exited', generation: 1, code: 1, signal: null, stderrTail });
    expect(driver.status().lastCause?.stderrTail).toEqual(stderrTail.slice(10));
  });
});
