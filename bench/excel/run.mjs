// npm run bench:excel: the spreadsheet beside LibreOffice and openpyxl, in one run, on the same workbooks. Never a gate.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/root.mjs';
import { fail, setUp } from '../../scripts/setup/setup.mjs';
import { testSteps } from '../../scripts/setup/steps.mjs';
import { readOptions } from '../options.mjs';
import { describeMachine } from '../report/machine.mjs';
import { makeFolder } from '../systems/folder.mjs';
import { measures } from './measures/index.mjs';
import { writeReport } from './report/report.mjs';
import { libreOffice, openpyxl } from './systems/peer.mjs';
import { venvPython } from './systems/places.mjs';

const usage = `npm run bench:excel -- [--only MEASURE]… [--rounds N] [--edits N] [--steps N] [--journal N] [--write]

  --only M       one of: ${Object.keys(measures).join(', ')}; repeatable
  --rounds N     opens, kills and saves per system                  (5)
  --edits N      edits per workbook                                 (200)
  --steps N      scroll steps                                       (200)
  --journal N    edits in the journal when the service is killed    (1000)
  --write        write docs/benchmarks-excel.md and its plots; else print only`;

async function main() {
  const chosen = readOptions(usage, measures, { rounds: 5, edits: 200, steps: 200, journal: 1000 });
  await setUp(testSteps);
  console.log('Writing the workbooks (half a minute).');
  const folder = makeFolder('workbooks');
  execFileSync(venvPython, [join(root, 'bench', 'excel', 'workbooks.py'), folder], { stdio: 'inherit' });
  const workbooks = Object.fromEntries(
    ['small', 'large', 'long'].map((name) => [name, join(folder, `${name}.xlsx`)]),
  );
  const results = [];
  for (const name of chosen.only ?? Object.keys(measures)) {
    console.log(`\n${name}: ${measures[name].what}`);
    results.push({ name, ...(await measures[name].run(workbooks, chosen)) });
  }
  const versions = [libreOffice, openpyxl]
    .filter((system) => system.whyNot() === null)
    .map((system) => `${system.name} ${system.version()}`);
  const report = { at: new Date().toISOString(), machine: describeMachine(), versions, results };
  const kept = join(root, '.setup', 'bench');
  mkdirSync(kept, { recursive: true });
  writeFileSync(join(kept, 'excel.json'), `${JSON.stringify(report, null, 2)}\n`);
  writeReport(report, chosen.write);
}

await main().catch(fail);
