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

describe('a leader that not even SIGKILL ends', () => {
  function driveToUndead(hasPid = true) {
    const driver = drive();
    driver.start(0);
    if (hasPid) driver.spawned(10);
    driver.send(100, { type: 'stop' });
    driver.ring(5_100, 'grace');
    for (const look of [1, 2, 3, 4]) driver.ring(5_100 + 2_000 * look, 'empty');
    const effects = driver.ring(15_100, 'empty');
    expect(driver.status()).toMatchObject({ state: 'idle', error: null });
    return { driver, effects };
  }
  const told = (left: string) => ({
    type: 'report',
    error: { code: 'TREE_NOT_EMPTY', message: expect.stringContaining(`could not be ended: ${left}. `) },
  });

  it('is told, and no second one starts beside it until it has gone', () => {
    const { driver, effects } = driveToUndead();
    expect(effects).toContainEqual(told('1001'));
    expect(effects.at(-1)).toEqual({ type: 'over', exitStatus: 125 });
    expect(driver.start(20_000)).toContainEqual(told('1001'));
    expect(driver.status()).toMatchObject({ state: 'failed', generation: 1 });
    const gone = driver.exited(21_000, null);
    expect(gone).toContainEqual({ type: 'endTree', generation: 1, graceMs: 0 });
    expect(driver.exited(21_001, null)).toEqual([]);
    driver.start(22_000);
    expect(driver.status()).toMatchObject({ state: 'starting', generation: 2 });
  });

  it('whose spawn was never answered blocks a start as well, until it comes and goes', () => {
    const { driver, effects } = driveToUndead(false);
    expect(effects).toContainEqual(told('pid unknown'));
    expect(driver.send(20_000, { type: 'restart' })).toContainEqual(told('pid unknown'));
    expect(driver.spawned(21_000)).toContainEqual({ type: 'signal', generation: 1, signal: 'SIGKILL' });
    expect(driver.start(21_001)).toContainEqual(told('1001'));
    driver.exited(21_002, null);
    driver.start(22_000);
    expect(driver.status()).toMatchObject({ state: 'starting', generation: 2 });
  });

  it('whose spawn has failed after all is none: there is nothing to kill', () => {
    const { driver } = driveToUndead(false);
    const late = driver.send(20_000, { type: 'spawnFailed', generation: 1, reason: 'EAGAIN' });
    expect(names(late)).toEqual(['log']);
    driver.start(22_000);
    expect(driver.status()).toMatchObject({ state: 'starting', generation: 2 });
  });

  it('is told once when a start is wanted: as the error of the failure', () => {
    const driver = driveToReady();
    driver.send(100, { type: 'restart' });
    driver.ring(5_100, 'grace');
    for (const look of [1, 2, 3, 4]) driver.ring(5_100 + 2_000 * look, 'empty');
    const effects = driver.ring(15_100, 'empty');
    expect(effects.filter(({ type }) => type === 'report')).toEqual([told('1001')]);
    expect(driver.status()).toMatchObject({ state: 'failed', generation: 1 });
  });
});

describe('while it ends', () => {
  it('a restart is remembered, and a stop after it forgets it', () => {
    const driver = driveToReady();
    driver.exited(200, 1);
    driver.send(201, { type: 'restart' });
    driver.empty(202);
    expect(driver.status()).toMatchObject({ state: 'starting', generation: 2, attempts: 0 });
    const other = driveToReady();
    other.exited(200, 1);
    other.send(201, { type: 'restart' });
    other.send(202, { type: 'stop' });
    other.start(203);
    other.send(204, { type: 'stop' });
    other.empty(205);
    expect(other.status()).toMatchObject({ state: 'idle', generation: 1 });
  });

  it('a restart after the end of the host is nothing', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'hostGone', reason: 'signal' });
    driver.send(201, { type: 'restart' });
    expect(driver.machine().startAfresh).toBe(false);
    driver.exited(202, 0);
    driver.empty(203);
    expect(driver.status().state).toBe('idle');
  });

  it('a start is nothing when the next one is wanted anyway: the attempt counts', () => {
    const driver = driveToReady();
    driver.exited(200, 1);
    driver.start(201);
    driver.empty(202);
    expect(driver.status()).toMatchObject({ state: 'starting', attempts: 1 });
  });

  it('a resume without a hold is nothing', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'stop' });
    driver.send(201, { type: 'resume' });
    driver.exited(202, 0);
    driver.empty(203);
    driver.send(204, { type: 'resume' });
    expect(driver.status()).toMatchObject({ state: 'idle', wanted: 'stopped' });
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

describe('a restart without a grace', () => {
  const killed = { type: 'signal', generation: 1, signal: 'SIGKILL' };

  it('kills at once, asks nothing, and says whose wish it was', () => {
    const driver = driveToReady();
    const effects = driver.send(200, { type: 'restart', graceMs: 0 });
    expect(effects).toContainEqual(killed);
    expect(names(effects)).not.toContain('send');
    expect(names(effects)).not.toContain('closeStdin');
    expect(effects).not.toContainEqual({ ...killed, signal: 'SIGTERM' });
    driver.exited(203, null);
    driver.empty(204);
    expect(driver.status()).toMatchObject({
      state: 'starting',
      generation: 2,
      attempts: 0,
      lastCause: {
        kind: 'restart-asked',
        signal: 'SIGKILL',
        message: expect.stringContaining('without a grace'),
      },
    });
  });

  it('gives what is left of the tree none either', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'restart', graceMs: 0 });
    expect(driver.exited(203, null)).toContainEqual({ type: 'endTree', generation: 1, graceMs: 0 });
  });

  it('holds what may be repeated, and fails the rest', () => {
    const driver = driveToReady();
    driver.request(110, 1, 'safe');
    driver.request(110, 2, 'never');
    driver.send(200, { type: 'restart', graceMs: 0 });
    expect(driver.exited(203, null)).toContainEqual(expect.objectContaining({ type: 'failRequest', id: 2 }));
    driver.empty(204);
    driver.spawned(210, 2);
    expect(driver.ready(300, 2)).toContainEqual({ type: 'sendRequest', id: 1 });
  });

  it('kills a process whose spawn is not answered yet as soon as it is there', () => {
    const driver = drive();
    driver.start(0);
    driver.send(1, { type: 'restart', graceMs: 0 });
    const effects = driver.spawned(5);
    expect(effects).toContainEqual(killed);
    expect(effects).not.toContainEqual({ ...killed, signal: 'SIGTERM' });
  });

  it('cuts a polite end short', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'restart' });
    const effects = driver.send(300, { type: 'restart', graceMs: 0 });
    expect(effects).toContainEqual({ type: 'clearTimer', timer: 'grace' });
    expect(effects).toContainEqual(killed);
  });

  it('cuts the end that a stop had begun, and starts again afterwards', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'stop' });
    expect(driver.send(300, { type: 'restart', graceMs: 0 })).toContainEqual(killed);
    driver.exited(301, null);
    driver.empty(302);
    expect(driver.status()).toMatchObject({ state: 'starting', lastCause: { kind: 'stop-asked' } });
  });

  it('does nothing to what is killed already', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'restart', graceMs: 0 });
    expect(driver.send(201, { type: 'restart', graceMs: 0 })).not.toContainEqual(killed);
  });
});

describe('a restart with a grace of its own', () => {
  it('tells the backend, and forces it when that is over', () => {
    const driver = driveToReady();
    const effects = driver.send(200, { type: 'restart', graceMs: 300 });
    expect(effects).toContainEqual(
      expect.objectContaining({
        message: { method: 'lifebound/stop', params: { reason: 'restart-asked', graceMs: 300 } },
      }),
    );
    expect(effects).toContainEqual({ type: 'setTimer', timer: 'grace', generation: 1, delayMs: 300 });
    const forced = driver.ring(500, 'grace');
    expect(logLines(forced)).toContain('[WARN] Python backend did not end within 0.3 s, killing it');
  });

  it('never makes a grace longer', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'restart', graceMs: 300 });
    expect(names(driver.send(400, { type: 'restart', graceMs: 9_000 }))).not.toContain('setTimer');
    expect(driver.send(400, { type: 'restart', graceMs: 50 })).toContainEqual({
      type: 'setTimer',
      timer: 'grace',
      generation: 1,
      delayMs: 50,
    });
  });
});
