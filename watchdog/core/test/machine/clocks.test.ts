import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../src/events.js';
import { command, type Driver, drive, driveToReady, logLines, names } from '../drive.js';

describe('a clock', () => {
  it('that rings too early is set for the rest, and does nothing else', () => {
    const driver = drive({ ...command, readiness: { kind: 'stay' } });
    driver.start(0);
    driver.spawned(0);
    expect(driver.ring(400, 'stay-up')).toEqual([
      { type: 'setTimer', timer: 'stay-up', generation: 1, delayMs: 600 },
    ]);
    expect(driver.status().state).toBe('starting');
  });

  it('that is coarse by a millisecond is on time', () => {
    const driver = drive({ ...command, readiness: { kind: 'stay' } });
    driver.start(0);
    driver.spawned(0);
    driver.ring(999, 'stay-up');
    expect(driver.status().state).toBe('ready');
  });

  it('that is not set any more does nothing', () => {
    const driver = driveToReady();
    expect(driver.ring(120_000, 'start')).toEqual([]);
    expect(driver.ring(130_000, 'grace')).toEqual([]);
  });
});

/** Rings the check so many times, each so long after the last. */
function ringer(driver: Driver, everyMs: number): (times: number) => void {
  return (times) => {
    for (let check = 0; check < times; check += 1) {
      const setAtMs = (driver.machine().timers.health?.dueMs ?? 0) - 5_000;
      driver.ring(setAtMs + everyMs, 'health');
    }
  };
}

describe('after a sleep of the machine', () => {
  it('the start-up deadline is granted anew, once', () => {
    const driver = drive();
    driver.start(0);
    driver.spawned(10);
    expect(names(driver.ring(900_000, 'start'))).toEqual(['setTimer']);
    expect(driver.status().state).toBe('starting');
    driver.ring(1_900_000, 'start');
    expect(driver.status()).toMatchObject({ state: 'stopping', lastCause: { kind: 'start-timeout' } });
  });

  it('the backend gets its grace again, once', () => {
    const driver = driveToReady();
    driver.send(1_000, { type: 'stop' });
    expect(names(driver.ring(600_000, 'grace'))).toEqual(['setTimer']);
    expect(driver.ring(1_200_000, 'grace')).toContainEqual({
      type: 'signal',
      generation: 1,
      signal: 'SIGKILL',
    });
  });

  it('a second late is enough, since nobody knows when the sleep began', () => {
    const starting = drive();
    starting.start(0);
    starting.spawned(10);
    starting.ring(121_000, 'start');
    expect(starting.status().lastCause?.kind).toBe('start-timeout');
    const slept = drive();
    slept.start(0);
    slept.spawned(10);
    slept.ring(121_001, 'start');
    expect(slept.machine().timers.start?.dueMs).toBe(241_001);
    const stopping = driveToReady();
    stopping.send(1_000, { type: 'stop' });
    stopping.ring(7_001, 'grace');
    expect(stopping.machine().timers.grace?.dueMs).toBe(12_001);
  });

  it('a failed probe that is told late is left to the next check', () => {
    const driver = drive({ ...command, readiness: { kind: 'tcp', port: 9 } });
    driver.start(0);
    driver.spawned(0);
    driver.send(1, { type: 'probed', generation: 1, ok: true, detail: '' });
    driver.ring(5_001, 'health');
    driver.send(9_001 + 1_001, { type: 'probed', generation: 1, ok: false, detail: 'no answer' });
    expect(driver.machine().run).toMatchObject({ misses: 0, probeDueMs: 9_001 });
    driver.ring(10_003, 'health');
    expect(driver.machine().run?.misses).toBe(1);
    driver.send(14_003 + 1_000, { type: 'probed', generation: 1, ok: false, detail: 'no answer' });
    expect(driver.machine().run).toMatchObject({ misses: 2, probeDueMs: null });
  });

  it('a check that is late by a second is a check, and by more a fresh window', () => {
    const driver = driveToReady();
    driver.ring(5_100, 'health');
    driver.ring(10_100 + 1_000, 'health');
    expect(driver.machine().run?.misses).toBe(1);
    driver.ring(16_100 + 1_001, 'health');
    expect(driver.machine().run).toMatchObject({ misses: 0, heard: false });
  });

  it('three late checks are forgiven, so that a hang on an overloaded machine is seen', () => {
    const driver = driveToReady();
    const late = ringer(driver, 7_000);
    late(4);
    expect(driver.machine().run?.misses).toBe(0);
    late(4);
    expect(driver.status().lastCause?.kind).toBe('unhealthy');
  });

  it('only life makes three late ones possible again, and not a check in time', () => {
    const driver = driveToReady();
    const late = ringer(driver, 7_000);
    late(4);
    driver.send(30_000, { type: 'heard', generation: 1 });
    late(4);
    expect(driver.machine().run).toMatchObject({ misses: 0, lateChecks: 3 });
    ringer(driver, 5_000)(1);
    late(1);
    expect(driver.machine().run?.misses).toBe(2);
  });

  it('a second late is never a sleep, however short the interval', () => {
    const driver = driveToReady({ ...command, health: { checkIntervalMs: 100 } });
    driver.ring(200, 'health');
    driver.ring(1_300, 'health');
    driver.ring(2_400, 'health');
    expect(driver.status().state).toBe('suspect');
    driver.ring(2_500 + 1_001, 'health');
    expect(driver.machine().run?.misses).toBe(0);
  });
});

describe('busy', () => {
  const busy = (forMs: number) => ({ method: 'lifebound/busy', params: { forMs, what: 'load' } });

  it('lets the announced deadline count for a start-up, once', () => {
    const driver = drive();
    driver.start(0);
    driver.spawned(0);
    driver.send(100_000, { type: 'message', generation: 1, ...busy(60_000) });
    driver.ring(120_000, 'start');
    expect(driver.machine().timers.start?.dueMs).toBe(160_000);
    driver.send(150_000, { type: 'message', generation: 1, ...busy(60_000) });
    driver.ring(160_000, 'start');
    expect(driver.status().lastCause?.kind).toBe('start-timeout');
  });

  it('does not restart the check during start-up', () => {
    const driver = drive();
    driver.start(0);
    driver.spawned(0);
    driver.send(10, { type: 'message', generation: 1, ...busy(50) });
    expect(driver.send(20, { type: 'message', generation: 1, ...busy(0) })).not.toContainEqual(
      expect.objectContaining({ type: 'setTimer' }),
    );
  });
});

describe('a debugger', () => {
  it('pauses the start-up deadline too', () => {
    const driver = drive();
    driver.start(0);
    driver.spawned(0);
    driver.send(10, { type: 'debugger', attached: true });
    driver.ring(120_000, 'start');
    expect(driver.status().state).toBe('starting');
    driver.send(130_000, { type: 'debugger', attached: false });
    expect(driver.machine().timers.start?.dueMs).toBe(250_000);
  });

  it('that ended with its backend does not pause the judgement of the next one', () => {
    const driver = driveToReady();
    driver.send(200, { type: 'debugger', attached: true });
    expect(driver.status().debuggerAttached).toBe(true);
    driver.exited(300, 1);
    driver.empty(301);
    driver.spawned(310, 2);
    driver.ready(400, 2);
    expect(driver.status().debuggerAttached).toBe(false);
    driver.ring(5_400, 'health', 2);
    driver.ring(10_400, 'health', 2);
    driver.ring(15_400, 'health', 2);
    expect(driver.status().state).toBe('suspect');
  });

  it('seen by the body and told by the backend are two, and the last one lets go', () => {
    const driver = driveToReady();
    const tell = (attached: boolean): EventBody => ({
      type: 'message',
      generation: 1,
      method: 'lifebound/debugger',
      params: { attached },
    });
    driver.send(200, tell(true));
    driver.send(201, { type: 'debugger', attached: true });
    driver.send(202, tell(false));
    expect(driver.status().debuggerAttached).toBe(true);
    const effects = driver.send(203, { type: 'debugger', attached: false });
    expect(effects).toContainEqual({ type: 'setTimer', timer: 'health', generation: 1, delayMs: 5_000 });
    expect(driver.status().debuggerAttached).toBe(false);
  });

  it('says so once', () => {
    const driver = driveToReady();
    expect(logLines(driver.send(200, { type: 'debugger', attached: true }))).toHaveLength(1);
    expect(driver.send(201, { type: 'debugger', attached: true })).toEqual([]);
  });
});
