import fc from 'fast-check';
import { play } from './play.js';
import { type Schedule, schedule } from './schedule.js';
import { Statistics } from './statistics.js';

export interface Failure {
  /** For `--replay`: the seed of its batch and the path to the shrunk schedule in it. */
  readonly replay: string;
  readonly message: string;
  readonly schedule: Schedule;
}

/** Plays `count` schedules drawn from `seed`. The first that fails is shrunk, unless it is only asked whether one does. */
export function simulate(
  seed: number,
  count: number,
  shrinks = true,
): { statistics: Statistics; failure: Failure | null } {
  const statistics = new Statistics();
  const watcher = { freezes: false, took: statistics.took.bind(statistics) };
  const property = fc.property(schedule, (drawn) => statistics.played(play(drawn, watcher)));
  const result = fc.check(property, { seed, numRuns: count, endOnFailure: !shrinks });
  return { statistics, failure: failureOf(result) };
}

/** Plays one failed schedule again, and tells each event of it. */
export function replay(text: string, tell: (line: string) => void): Failure | null {
  const [seed, path] = text.split('/') as [string, string | undefined];
  let lines: string[] = [];
  const watcher = {
    freezes: true,
    took: (state: string, _name: string, atMs: number, body: object, effects: readonly object[]) => {
      lines.push(
        `${atMs} ms, ${state}: ${JSON.stringify(body)}`,
        ...effects.map((effect) => `    ${JSON.stringify(effect)}`),
      );
    },
  };
  const property = fc.property(schedule, (drawn) => {
    lines = [];
    play(drawn, watcher);
  });
  const result = fc.check(property, { seed: Number(seed), ...(path ? { path } : {}), endOnFailure: true });
  for (const line of lines) tell(line);
  return failureOf(result);
}

function failureOf(result: fc.RunDetails<[Schedule]>): Failure | null {
  if (!result.failed || result.counterexample === null) return null;
  const message =
    result.errorInstance instanceof Error ? result.errorInstance.message : String(result.errorInstance);
  const [schedule] = result.counterexample;
  return { replay: `${result.seed}/${result.counterexamplePath}`, message, schedule };
}
