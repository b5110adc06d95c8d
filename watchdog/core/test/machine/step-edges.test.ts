import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../src/config.js';
import { causeOf } from '../../src/machine/cause.js';
import { spawn } from '../../src/machine/launch.js';
import { createMachine, type Machine } from '../../src/machine/machine.js';
import { probe } from '../../src/machine/readiness.js';
import { grantAnew } from '../../src/machine/timers.js';
import { runOf, type Turn } from '../../src/machine/turn.js';
import { command, drive, driveToReady, names } from '../drive.js';

describe('a machine', () => {
  it('that is new wants and knows nothing', () => {
    expect(createMachine(defaultConfig)).toEqual({
      config: defaultConfig,
      state: 'idle',
      wanted: 'stopped',
      wantedAfterHold: 'running',
      hostGone: false,
      undead: null,
      hostGreeted: false,
      everSpawned: false,
      everReady: false,
      generation: 0,
      run: null,
      command: null,
      containment: null,
      backendVersion: null,
      backendPort: null,
      timers: {},
      restarts: [],
      startAfresh: false,
      lastCause: null,
      error: null,
      exitStatus: 0,
      inFlight: [],
      held: [],
      told: { inFlight: 0, atMs: 0 },
    });
    expect(drive().status()).toMatchObject({ attempts: 0, requestsInFlight: 0, requestsHeld: 0 });
  });

  it('that has just spawned knows nothing of the process', () => {
    const driver = drive();
    driver.start(0);
    expect(driver.machine().run).toEqual({
      pid: null,
      nonce: null,
      spawnedAtMs: null,
      exited: false,
      wasReady: false,
      cause: null,
      fatal: null,
      heard: false,
      misses: 0,
      lateChecks: 0,
      probeDueMs: null,
      probeDelayMs: 0,
      busy: null,
      debuggers: { body: false, backend: false },
      bye: null,
      badMessages: 0,
      graceMs: 0,
      granted: [],
      treeTries: 0,
      treeLeft: [],
    });
  });

  it('forgets a restart that was to come when a stop, a hold or the end of the host does', () => {
    for (const ask of [
      { type: 'stop' },
      { type: 'hold' },
      { type: 'hostGone', reason: 'app-exit' },
    ] as const) {
      const driver = driveToReady();
      driver.send(200, { type: 'restart' });
      expect(driver.machine().startAfresh).toBe(true);
      driver.send(201, ask);
      expect(driver.machine().startAfresh).toBe(false);
    }
  });
});

describe('a fault of the watchdog itself is named:', () => {
  const turnOf = (machine: Machine, atMs = 0): Turn => ({
    machine,
    atMs,
    random: 0.5,
    effects: [],
    over: false,
  });
  const fresh = () => turnOf(drive().machine());

  it('a generation is asked for, and there is none', () => {
    expect(() => runOf(fresh())).toThrow(/^no generation in idle$/);
  });

  it('a cause is asked for while nothing has ended it', () => {
    expect(() => causeOf(turnOf(driveToReady().machine()))).toThrow(/^no cause in ready$/);
  });

  it('a spawn without a command', () => {
    const turn = fresh();
    expect(() => spawn(turn)).toThrow(/^there is no command to spawn$/);
    expect(turn.effects).toEqual([]);
  });

  it('a deadline is granted anew without a generation', () => {
    expect(grantAnew(fresh(), 'start', 1_000, 5)).toBe(false);
    expect(() => grantAnew(fresh(), 'start', 1_001, 5)).toThrow(/^no generation in idle$/);
  });

  it.each(['link', 'stay'])('a probe of a backend of kind %s asks nothing', (kind) => {
    const driver = drive({ ...command, readiness: { kind } });
    driver.start(0);
    const turn = turnOf(driver.machine());
    probe(turn);
    expect(turn.effects).toEqual([]);
    expect(turn.machine.run?.probeDueMs).toBeNull();
  });
});

describe('a clock', () => {
  const starting = () => {
    const driver = drive({ ...command, readiness: { kind: 'stay' } });
    driver.start(0);
    driver.spawned(0);
    return driver;
  };

  it('that is two milliseconds early is on time', () => {
    const driver = starting();
    driver.ring(998, 'stay-up');
    expect(driver.status().state).toBe('ready');
  });

  it('that is three milliseconds early is set for the rest', () => {
    const driver = starting();
    expect(driver.ring(997, 'stay-up')).toEqual([
      { type: 'setTimer', timer: 'stay-up', generation: 1, delayMs: 3 },
    ]);
    expect(driver.status().state).toBe('starting');
  });
});

describe('the status', () => {
  function driveToUnanswered() {
    const driver = drive();
    driver.start(0);
    driver.send(100, { type: 'stop' });
    driver.ring(5_100, 'grace');
    for (const look of [1, 2, 3, 4, 5]) driver.ring(5_100 + 2_000 * look, 'empty');
    return driver;
  }

  it('is told when another error takes the place of the last one', () => {
    const driver = driveToUnanswered();
    expect(names(driver.start(20_000))).toEqual(['log', 'report', 'status', 'over']);
    expect(driver.status().error?.message).toContain('pid unknown');
    driver.spawned(21_000);
    expect(names(driver.start(22_000))).toEqual(['log', 'report', 'status', 'over']);
    expect(driver.status()).toMatchObject({ state: 'failed', wanted: 'running', generation: 1 });
    expect(driver.status().error?.message).toContain('could not be ended: 1001. ');
  });

  it('is not told of an event that changes nothing', () => {
    const driver = driveToReady();
    const before = driver.machine();
    expect(driver.start(5_000)).toEqual([]);
    expect(driver.machine()).toBe(before);
  });
});

describe('a tree of which nobody says whether it is empty', () => {
  it('is told without a pid, since none is known', () => {
    const driver = driveToReady();
    driver.exited(200, 1);
    for (const look of [1, 2, 3]) driver.ring(200 + 2_000 * look, 'empty');
    const effects = driver.ring(8_200, 'empty');
    expect(effects).toContainEqual({
      type: 'report',
      error: {
        code: 'TREE_NOT_EMPTY',
        message:
          'Processes of Python backend could not be ended: pid unknown. End them by hand, or restart the machine.',
      },
    });
    expect(driver.status()).toMatchObject({ state: 'starting', generation: 2 });
  });
});
