import { describe, expect, it } from 'vitest';
import { command, type Driver, drive, driveToReady, logLines, names } from '../drive.js';

/** Ready at 1, and probed by each check. */
function driveToProbed(options: object = {}): Driver {
  const driver = drive({ ...command, readiness: { kind: 'tcp', port: 9 }, ...options });
  driver.start(0);
  driver.spawned(0);
  answer(driver, 1, true);
  return driver;
}

function answer(driver: Driver, atMs: number, ok: boolean) {
  return driver.send(atMs, { type: 'probed', generation: 1, ok, detail: 'refused' });
}

function attach(driver: Driver, atMs: number, attached: boolean) {
  return driver.send(atMs, { type: 'debugger', attached });
}

describe('a failed probe', () => {
  it('is one miss, and not a second one at the next check', () => {
    const driver = driveToProbed();
    driver.ring(5_001, 'health');
    answer(driver, 5_002, false);
    driver.ring(10_001, 'health');
    expect(driver.status().state).toBe('ready');
    expect(logLines(answer(driver, 10_002, false))).toContain(
      '[WARN] Python backend did not answer 2 health checks',
    );
    expect(driver.status().state).toBe('suspect');
  });

  it('that nobody waits for is nothing', () => {
    const driver = driveToProbed();
    driver.ring(5_001, 'health');
    answer(driver, 5_002, false);
    expect(answer(driver, 5_003, false)).toEqual([]);
    expect(answer(driver, 9_000, false)).toEqual([]);
    const fast = driveToProbed({ health: { checkIntervalMs: 100 } });
    expect(answer(fast, 50, false)).toEqual([]);
    fast.ring(101, 'health');
    for (const atMs of [110, 120, 130, 140]) answer(fast, atMs, false);
    expect(fast.status().state).toBe('ready');
  });

  it('is not judged under a debugger', () => {
    const driver = driveToProbed({ health: { suspectAfterMisses: 1 } });
    driver.ring(5_001, 'health');
    attach(driver, 5_002, true);
    expect(logLines(answer(driver, 5_003, false)).join()).not.toContain('[WARN]');
    expect(driver.status().state).toBe('ready');
    expect(driver.machine().run?.misses).toBe(0);
  });
});

describe('a suspect backend', () => {
  it('is believed at its first word, also after a debugger came and went', () => {
    const driver = driveToProbed({ health: { suspectAfterMisses: 1 } });
    driver.ring(5_001, 'health');
    answer(driver, 5_002, false);
    expect(driver.status().state).toBe('suspect');
    attach(driver, 5_003, true);
    attach(driver, 6_000, false);
    driver.send(6_001, { type: 'heard', generation: 1 });
    expect(driver.status().state).toBe('ready');
  });
});

describe('what says nothing new', () => {
  it('leaves the machine as it is, however often it comes', () => {
    const driver = driveToReady();
    driver.ring(5_100, 'health');
    driver.send(5_200, { type: 'heard', generation: 1 });
    const before = driver.machine();
    expect(driver.send(5_700, { type: 'heard', generation: 1 })).toEqual([]);
    attach(driver, 5_800, false);
    expect(driver.machine()).toBe(before);
  });

  it('is the end of a spell that was not under way: no fresh window', () => {
    const driver = driveToReady();
    const message = { method: 'lifebound/busy', params: { forMs: 0, what: '' } };
    expect(driver.send(200, { type: 'message', generation: 1, ...message })).toEqual([]);
    expect(driver.machine().timers.health?.dueMs).toBe(5_100);
  });

  it('is a second debugger', () => {
    const driver = driveToReady();
    attach(driver, 200, true);
    const method = 'lifebound/debugger';
    const tell = (atMs: number, attached: boolean) =>
      driver.send(atMs, { type: 'message', generation: 1, method, params: { attached } });
    expect(tell(201, true)).toEqual([]);
    expect(tell(202, false)).toEqual([]);
  });
});

describe('a stable spell', () => {
  it('is told when it gives something back', () => {
    const driver = driveToReady();
    driver.exited(200, 1);
    driver.empty(201);
    driver.spawned(210, 2);
    driver.ready(300, 2);
    expect(driver.status().attempts).toBe(1);
    const effects = driver.ring(60_300, 'stable', 2);
    expect(logLines(effects)).toEqual([expect.stringMatching(/^\[DEBUG\] .*restart budget/)]);
    expect(driver.status().attempts).toBe(0);
  });

  it('is not told when there is nothing to give back', () => {
    expect(driveToReady().ring(60_100, 'stable')).toEqual([]);
  });
});

describe('a fresh window, after a debugger,', () => {
  it('forgets the silence: the next check finds nothing amiss', () => {
    const driver = driveToReady();
    driver.ring(5_100, 'health');
    driver.ring(10_100, 'health');
    attach(driver, 10_200, true);
    attach(driver, 10_300, false);
    expect(driver.ring(15_300, 'health')).toEqual([
      { type: 'setTimer', timer: 'health', generation: 1, delayMs: 5_000 },
    ]);
    driver.ring(20_300, 'health');
    expect(driver.status().state).toBe('ready');
    driver.ring(25_300, 'health');
    expect(driver.status().state).toBe('suspect');
  });

  it('leaves the pause between the probes of a start-up alone', () => {
    const driver = drive({ ...command, readiness: { kind: 'tcp', port: 9 } });
    driver.start(0);
    driver.spawned(0);
    attach(driver, 10, true);
    const due = driver.machine().timers.health?.dueMs;
    const set = attach(driver, 20, false).flatMap((e) => (e.type === 'setTimer' ? [e.timer] : []));
    expect(set).toEqual(['start']);
    expect(driver.machine().timers.health?.dueMs).toBe(due);
  });

  it('sets no check where there was none', () => {
    const driver = drive({ ...command, readiness: { kind: 'stay' } });
    driver.start(0);
    driver.spawned(0);
    driver.ring(1_000, 'stay-up');
    attach(driver, 1_100, true);
    expect(names(attach(driver, 1_200, false))).toEqual(['log', 'status']);
    const starting = drive();
    starting.start(0);
    starting.spawned(0);
    attach(starting, 10, true);
    attach(starting, 20, false);
    expect(starting.machine().timers.health).toBeUndefined();
  });
});
