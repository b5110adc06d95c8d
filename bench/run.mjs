// npm run bench: Lifebound beside s6-supervise, supervisord, circus and pm2, in one run, on the same work. Never a gate.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../scripts/root.mjs';
import { fail, setUp } from '../scripts/setup/setup.mjs';
import { runSteps } from '../scripts/setup/steps.mjs';
import { measures } from './measures/index.mjs';
import { readOptions } from './options.mjs';
import { describeMachine } from './report/machine.mjs';
import { writeReport } from './report/report.mjs';
import { findSystems } from './systems/index.mjs';

const usage = `npm run bench -- [--only MEASURE]… [--rounds N] [--seconds N] [--restarts N] [--backends N] [--megabytes N] [--write]

  --only M       one of: ${Object.keys(measures).join(', ')}; repeatable
  --rounds N     kills per system                                   (20)
  --seconds N    length of the idle measurement                     (60)
  --restarts N   restarts of a trivial child                        (2000)
  --backends N   backends under one Node watchdog                   (1000)
  --megabytes N  of log                                             (100)
  --write        write docs/benchmarks.md and its plots; else print only`;

async function main() {
  const chosen = readOptions(usage, measures, {
    rounds: 20,
    seconds: 60,
    restarts: 2000,
    backends: 1000,
    megabytes: 100,
  });
  await setUp(runSteps);
  const systems = await findSystems();
  const results = [];
  for (const name of chosen.only ?? Object.keys(measures)) {
    console.log(`\n${name}: ${measures[name].what}`);
    results.push({ name, ...(await measures[name].run(systems, chosen)) });
  }
  const report = {
    at: new Date().toISOString(),
    machine: describeMachine(),
    systems: systems.map(({ name, version }) => ({ name, version })),
    results,
  };
  const folder = join(root, '.setup', 'bench');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'results.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeReport(report, chosen.write);
}

await main().catch(fail);
