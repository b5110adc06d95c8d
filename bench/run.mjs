// npm run bench: Lifebound beside s6-supervise, supervisord, circus and pm2, in one run, on the same work. Never a gate.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../scripts/root.mjs';
import { fail, setUp } from '../scripts/setup/setup.mjs';
import { runSteps } from '../scripts/setup/steps.mjs';
import { measures } from './measures/index.mjs';
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

const options = {
  only: { type: 'string', multiple: true },
  rounds: { type: 'string', default: '20' },
  seconds: { type: 'string', default: '60' },
  restarts: { type: 'string', default: '2000' },
  backends: { type: 'string', default: '1000' },
  megabytes: { type: 'string', default: '100' },
  write: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

function readOptions() {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  const unknown = values.only?.find((name) => !(name in measures));
  if (unknown)
    throw new Error(`There is no measure "${unknown}". Use one of ${Object.keys(measures).join(', ')}.`);
  const counts = ['rounds', 'seconds', 'restarts', 'backends', 'megabytes'].map((name) => {
    const count = Number(values[name]);
    if (!Number.isInteger(count) || count < 1)
      throw new Error(`--${name} is ${values[name]}. Give a whole number from 1.`);
    return [name, count];
  });
  return { ...values, ...Object.fromEntries(counts) };
}

async function main() {
  const chosen = readOptions();
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
