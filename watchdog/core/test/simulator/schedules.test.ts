import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { play } from '../../simulator/play.js';
import { schedule } from '../../simulator/schedule.js';
import { simulate } from '../../simulator/simulate.js';

/** Few, since the part "simulator" of `npm test` plays hundreds of thousands. */
const few = 1_000;
const patience = { timeout: 30_000 };

describe('any schedule of faults, asks and sleeps', () => {
  it('holds every invariant to its end', patience, () => {
    const { statistics, failure } = simulate(20_260, few);
    expect(failure).toBeNull();
    expect(statistics.schedules).toBe(few);
    expect(statistics.shortcomings()).toEqual([]);
  });

  it('is played the same each time', () => {
    const [drawn] = fc.sample(schedule, { seed: 7, numRuns: 1 });
    const record = () => {
      const steps: unknown[] = [];
      play(drawn as NonNullable<typeof drawn>, {
        freezes: true,
        took: (_state, _name, atMs, body, effects) => steps.push([atMs, body, effects]),
      });
      return steps;
    };
    const first = record();
    expect(first.length).toBeGreaterThan(20);
    expect(record()).toEqual(first);
  });

  it('never changes a machine in place', patience, () => {
    const frozen = { freezes: true, took: () => {} };
    fc.assert(
      fc.property(schedule, (drawn) => {
        play(drawn, frozen);
      }),
      { seed: 11, numRuns: 300 },
    );
  });
});
