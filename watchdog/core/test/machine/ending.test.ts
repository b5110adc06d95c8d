import { describe, expect, it } from 'vitest';
import { command, drive, driveToReady, logLines, names, spawned } from '../drive.js';

describe('the stop sequence', () => {
  it('of a backend without the link is SIGTERM alone', () => {
    const driver = drive({ ...command, readiness: { kind: 'stay' } });
    driver.start(0);
    driver.spawned(1);
    const effects = driver.send(2, { type: 'stop' });
    expect(names(effects)).not.toContain('send');
    expect(names(effects)).not.toContain('closeStdin');
    expect(effects).toContainEqual({ type: 'signal', generation: 1, signal: 'SIGTERM' });
  });

  it('kills at once what comes after the grace', () => {
    const driver = drive();
    driver.start(0);
    driver.send(1, { type: 'stop' });
    driver.ring(5_001, 'grace');
    const effects = driver.spawned(5_100);
    expect(effects).toContainEqual({ type: 'signal', generation: 1, signal: 'SIGKILL' });
    expect(effects).not.toContainEqual({ type: 'signal', generation: 1, signal: 'SIGTERM' });
  });

  it('ends when the spawn fails after all', () => {
    const driver = drive();
    driver.start(0);
    driver.send(1, { type: 'stop' });
    const effects = driver.send(2, { type: 'spawnFailed', generation: 1, reason: 'busy' });
    expect(effects.at(-1)).toEqual({ type: 'over', exitStatus: 0 });
    expect(driver.status()).toMatchObject({ state: 'idle', lastCause: { kind: 'stop-asked' } });
  });

  it('gives up a spawn that is never answered, and kills it when it comes', () => {
    const driver = drive();
    driver.start(0);
    driver.send(1, { type: 'stop' });
    driver.ring(5_001, 'grace');
    for (let tries = 0; tries < 5; tries += 1) driver.ring(7_001 + 2_000 * tries, 'empty');
    expect(driver.status().state).toBe('idle');
    expect(names(driver.send(90_000, spawned(1)))).toEqual(['log', 'signal', 'endTree']);
  });

  it('tells what is left by name and pid when stopped, and is over', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'stop' });
    driver.exited(300, 0);
    const left = [
      { pid: 7, name: 'python3' },
      { pid: 8, name: '' },
    ];
    for (let tries = 0; tries < 3; tries += 1) {
      driver.empty(301 + 200 * tries, left);
      driver.ring(501 + 200 * tries, 'empty');
    }
    driver.empty(902, left);
    const effects = driver.ring(1_102, 'empty');
    expect(effects).toContainEqual(
      expect.objectContaining({
        type: 'report',
        error: { code: 'TREE_NOT_EMPTY', message: expect.stringContaining('python3 (7), 8') },
      }),
    );
    expect(effects.at(-1)).toEqual({ type: 'over', exitStatus: 0 });
  });

  it('takes one exit for one exit', () => {
    const driver = driveToReady();
    driver.exited(200, 1);
    expect(driver.exited(201, 0)).toEqual([]);
    expect(driver.status().lastCause).toMatchObject({ kind: 'crashed', exitCode: 1 });
  });

  it('keeps its first cause, whatever is asked afterwards', () => {
    const driver = driveToReady();
    driver.exited(200, 1);
    driver.send(201, { type: 'stop' });
    driver.send(202, { type: 'hostGone', reason: 'app-exit' });
    driver.empty(203);
    expect(driver.status()).toMatchObject({ state: 'idle', lastCause: { kind: 'crashed' } });
  });

  it('does not take an answer about the tree before the leader is gone', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'stop' });
    expect(driver.empty(201)).toEqual([]);
    expect(driver.status().state).toBe('stopping');
  });
});

describe('hold', () => {
  it('of a stopped backend ends as it was', () => {
    const driver = drive();
    driver.send(0, { type: 'hold' });
    driver.send(1, { type: 'resume' });
    expect(driver.status()).toMatchObject({ state: 'idle', wanted: 'stopped' });
  });

  it('remembers a start', () => {
    const driver = drive();
    driver.send(0, { type: 'hold' });
    driver.start(1);
    expect(driver.status()).toMatchObject({ state: 'idle', wanted: 'held' });
    driver.send(2, { type: 'resume' });
    expect(driver.status()).toMatchObject({ state: 'starting', wanted: 'running' });
  });

  it('twice is once', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'hold' });
    driver.send(201, { type: 'hold' });
    driver.exited(300, 0);
    driver.empty(301);
    driver.send(400, { type: 'resume' });
    expect(driver.status().state).toBe('starting');
  });

  it('that is lifted while the old generation ends starts the next one', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'hold' });
    driver.send(201, { type: 'resume' });
    driver.exited(300, 0);
    driver.empty(301);
    expect(driver.status()).toMatchObject({ state: 'starting', generation: 2, attempts: 0 });
  });

  it('does not outlive the host', () => {
    const driver = drive();
    driver.send(0, { type: 'hold' });
    driver.send(1, { type: 'hostGone', reason: 'signal' });
    driver.send(2, { type: 'resume' });
    driver.send(3, { type: 'hold' });
    expect(driver.status()).toMatchObject({ state: 'idle', wanted: 'stopped' });
  });
});

describe('a log line', () => {
  it('never has the nonce', () => {
    const driver = drive();
    const effects = [
      driver.start(0),
      driver.spawned(1),
      driver.ready(2, 1, { nonce: 'nonce-0' }),
      driver.ready(3),
      driver.ready(4),
      driver.exited(5, 1),
    ].flat();
    expect(logLines(effects).join('\n')).not.toContain('nonce-');
  });

  it('of level DEBUG says the generation', () => {
    const debug = logLines(driveToReady().send(200, { type: 'debugger', attached: true }));
    expect(debug).toEqual(['[DEBUG] A debugger is attached: no judgement (generation 1)']);
  });
});
