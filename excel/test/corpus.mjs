// npm run corpus -- --folder D | --generate N: one cell of each workbook is changed, and nothing else may be.
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const room = fileURLToPath(new URL('../src-python/', import.meta.url));
const { values } = parseArgs({ options: { folder: { type: 'string' }, generate: { type: 'string' } } });
if (values.folder === undefined && values.generate === undefined) {
  console.error('Name the workbooks: --folder D (all .xlsx and .xlsm below it) or --generate N.');
  process.exit(64);
}
const args = values.folder === undefined ? ['--generate', values.generate] : [values.folder];
const run = spawnSync(join(room, '.venv/bin/python'), ['-m', 'tests.support.round_trip', ...args], {
  env: { ...process.env, PYTHONPATH: [room, join(room, 'src')].join(delimiter) },
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
