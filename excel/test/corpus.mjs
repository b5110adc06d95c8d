// npm run corpus -- …: real workbooks are edited, saved and compared. docs/corpus.md has the ways and what they found.
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const room = fileURLToPath(new URL('../src-python/', import.meta.url));
const python = join(room, process.platform === 'win32' ? '.venv/Scripts/python.exe' : '.venv/bin/python');
const run = spawnSync(python, ['-m', 'tests.real.main', ...process.argv.slice(2)], {
  env: { ...process.env, PYTHONPATH: [room, join(room, 'src')].join(delimiter) },
  stdio: 'inherit',
});
process.exit(run.status ?? 1);
