import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WatchdogConfig } from '../../src/config.js';
import { validateConfig } from '../../src/validate-config.js';
import { behaviour, type Command, commands } from './backend.js';
import { World } from './world.js';

const launches = [
  { kind: 'command', program: 'x', args: [] },
  { kind: 'locate', confined: false },
];
const readinesses = [{ kind: 'link' }, { kind: 'link' }, { kind: 'stay' }, { kind: 'tcp', port: 9 }];

const config: fc.Arbitrary<WatchdogConfig> = fc
  .record({
    launch: fc.constantFrom(...launches),
    readiness: fc.constantFrom(...readinesses),
    restart: fc.record({
      policy: fc.constantFrom('always', 'always', 'on-failure', 'no'),
      maxAttempts: fc.constantFrom(0, 1, 3, 5),
      windowMs: fc.constantFrom(1_000, 10_000, 60_000),
      stableAfterMs: fc.constantFrom(5_000, 60_000),
    }),
    startTimeoutMs: fc.constantFrom(2_000, 120_000),
    terminationTimeoutMs: fc.constantFrom(0, 300, 5_000),
  })
  .map((options) => {
    const result = validateConfig(options);
    if (!result.ok) throw new Error(result.error.message);
    return result.config;
  });

const schedule = fc.record({
  config,
  behaviours: fc.array(behaviour, { minLength: 1, maxLength: 6 }),
  commands: fc.array(commands, { minLength: 20, maxLength: 60, size: 'max' }),
});

/** The grace, granted anew once after a sleep, then at most five forced looks and four at the tree. */
const boundMs = (of: WatchdogConfig) => 2 * of.terminationTimeoutMs + 20_000;

function play({
  config: of,
  behaviours,
  commands: list,
}: ReturnType<typeof schedule.generate>['value']): World {
  const world = new World(of, behaviours);
  world.send({ type: 'start' });
  for (const command of list as readonly Command[]) world.obey(command);
  return world;
}

/** Bounded, since the whole room has to stay well under a minute; `npm run simulate` comes with issue-sized numbers. */
const runs = { numRuns: 400 };

describe('any schedule of faults, asks and sleeps', () => {
  it('keeps every step in order, and after the host is gone nothing lives', () => {
    fc.assert(
      fc.property(schedule, (drawn) => {
        const world = play(drawn);
        world.endHost();
        world.send({ type: 'start' });
        world.send({ type: 'resume' });
        world.runUntil(world.nowMs + boundMs(drawn.config));
        expect(world.machine).toMatchObject({ state: 'idle', wanted: 'stopped', run: null });
        const unkillable = [...world.processes.values()].filter((process) => process.behaviour.survivesKill);
        const left = world
          .aliveGenerations()
          .filter((one) => unkillable.every(({ generation }) => generation !== one));
        expect(left).toEqual([]);
      }),
      runs,
    );
  });

  it('leads from a stop to idle in bounded time', () => {
    fc.assert(
      fc.property(schedule, (drawn) => {
        const world = play(drawn);
        world.send({ type: 'resume' });
        world.send({ type: 'stop' });
        world.runUntil(world.nowMs + boundMs(drawn.config));
        expect(world.machine).toMatchObject({ state: 'idle', wanted: 'stopped' });
      }),
      runs,
    );
  });

  it('gives each request exactly one end', () => {
    fc.assert(
      fc.property(schedule, (drawn) => {
        const world = play(drawn);
        const open = [...world.machine.held, ...world.machine.inFlight].map(({ id }) => id);
        for (const [id, ends] of world.ends) expect(ends).toHaveLength(open.includes(id) ? 0 : 1);
        world.endHost();
        world.runUntil(world.nowMs + boundMs(drawn.config));
        for (const ends of world.ends.values()) expect(ends).toHaveLength(1);
      }),
      runs,
    );
  });

  it('leaves a machine that is plain JSON', () => {
    fc.assert(
      fc.property(schedule, (drawn) => {
        const { machine } = play(drawn);
        expect(JSON.parse(JSON.stringify(machine))).toEqual(machine);
      }),
      { numRuns: 50 },
    );
  });
});
