import { describe, expect, it } from 'vitest';
import { command, drive, driveToReady, logLines, names } from '../drive.js';

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

  it('a check that is late by less than its interval is a check', () => {
    const driver = driveToReady();
    driver.ring(5_100, 'health');
    driver.ring(10_100 + 4_999, 'health');
    driver.ring(20_099 + 5_000, 'health');
    expect(driver.status().state).toBe('suspect');
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

  it('says so once', () => {
    const driver = driveToReady();
    expect(logLines(driver.send(200, { type: 'debugger', attached: true }))).toHaveLength(1);
    expect(driver.send(201, { type: 'debugger', attached: true })).toEqual([]);
  });
});
