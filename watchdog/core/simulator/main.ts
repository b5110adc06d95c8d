// `npm run simulate -- [--schedules N] [--seed S] [--replay SEED/PATH]`; the part "simulator" of `npm test`.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runAll } from './run.js';
import { type Failure, replay } from './simulate.js';

const tell = (line: string) => process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: { schedules: { type: 'string' }, seed: { type: 'string' }, replay: { type: 'string' } },
});

if (values.replay === undefined) {
  const schedules = whole('--schedules', values.schedules, 300_000, 1);
  const seed = whole('--seed', values.seed, randomInt(2 ** 31), 0);
  tell(`Playing ${schedules} schedules with seed ${seed}`);
  const startedMs = performance.now();
  const { statistics, failure } = await runAll(new URL('worker.mjs', import.meta.url), seed, schedules, tell);
  tell(statistics.cells.describe());
  tell(statistics.describe());
  tell(`Took ${((performance.now() - startedMs) / 1_000).toFixed(1)} s`);
  for (const shortcoming of failure === null ? statistics.shortcomings() : []) fail(shortcoming);
  if (failure !== null) report(failure);
} else {
  const failure = replay(values.replay, tell);
  if (failure === null) tell('It holds now.');
  else report(failure);
}

function report({ replay, message, schedule }: Failure): void {
  tell(JSON.stringify(schedule));
  fail(`${message}\nSee it step by step: npm run simulate -- --replay=${replay}`);
}

function fail(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

function whole(option: string, text: string | undefined, fallback: number, least: number): number {
  const value = text === undefined ? fallback : Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  fail(`${option} is ${text}. Give a whole number from ${least}.`);
  process.exit();
}
