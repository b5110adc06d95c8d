import { describe, expect, it } from 'vitest';
import { drive, driveToReady, logLines, names } from '../drive.js';

describe('a search that finds what may not be run', () => {
  it('fails the start at once, and says which', () => {
    const driver = drive({});
    driver.start(0);
    const answers = [{ candidate: './excel-backend', found: 'readable', path: '/b' }] as const;
    const effects = driver.send(1, { type: 'located', generation: 1, answers });
    expect(logLines(effects)).toContain(
      '[WARN] Skipped "./excel-backend": it exists, but its permissions do not allow to run it',
    );
    const { state, error, lastCause } = driver.status();
    expect(state).toBe('failed');
    expect(error?.code).toBe('START_FAILED');
    expect(lastCause).toMatchObject({ kind: 'start-failed', message: error?.message });
  });
});

describe('a spawn that is answered twice', () => {
  it('is greeted once', () => {
    const driver = drive();
    driver.start(0);
    expect(names(driver.spawned(10))).toContain('send');
    expect(driver.spawned(20)).toEqual([]);
    expect(driver.status(30).uptimeMs).toBe(20);
  });

  it('is asked to end once', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'stop' });
    expect(driver.spawned(201)).toEqual([]);
  });

  it('is not asked to end after it has', () => {
    const driver = drive();
    driver.start(0);
    driver.send(1, { type: 'stop' });
    driver.exited(2, 1);
    expect(driver.spawned(3)).toEqual([]);
    expect(driver.status().pid).toBeNull();
  });

  it('does not fail once it has succeeded', () => {
    const driver = drive();
    driver.start(0);
    driver.spawned(10);
    expect(driver.send(11, { type: 'spawnFailed', generation: 1, reason: 'EAGAIN' })).toEqual([]);
    expect(driver.status()).toMatchObject({ state: 'starting', pid: 1001 });
  });
});

describe('a spawn that comes too late', () => {
  it('is killed, and blocks no start when all has ended', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'stop' });
    driver.exited(300, 0);
    driver.empty(301);
    expect(driver.spawned(400).slice(1)).toEqual([
      { type: 'signal', generation: 1, signal: 'SIGKILL' },
      { type: 'endTree', generation: 1, graceMs: 0 },
    ]);
    driver.start(500);
    expect(driver.status()).toMatchObject({ state: 'starting', generation: 2, error: null });
  });

  it('of an older generation is not taken for the one that is missing', () => {
    const driver = driveToReady();
    driver.exited(200, 1);
    driver.empty(201);
    driver.send(300, { type: 'stop' });
    driver.ring(5_300, 'grace', 2);
    for (const look of [1, 2, 3, 4, 5]) driver.ring(5_300 + 2_000 * look, 'empty', 2);
    expect(driver.status()).toMatchObject({ state: 'idle', generation: 2 });
    driver.spawned(20_000, 1);
    driver.start(20_001);
    expect(driver.status().error?.message).toContain('could not be ended: pid unknown. ');
  });
});
