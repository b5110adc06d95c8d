// npm run bench:others: puts supervisord, circus and pm2 where the benchmark finds them, apart from the project's own
// dependencies. s6 comes from the system's packages.
import { mkdirSync, writeFileSync } from 'node:fs';
import { findPython } from '../scripts/machine.mjs';
import { npm, run } from '../scripts/run.mjs';
import { other } from './systems/others.mjs';

const python = ['supervisor==4.3.0', 'circus==0.19.0'];

mkdirSync(other('pm2'), { recursive: true });
await run([...findPython(), '-m', 'venv', other('venv')]);
await run([other('venv/bin/python'), '-m', 'pip', 'install', '--quiet', ...python]);
writeFileSync(other('pm2/package.json'), '{"private": true}\n');
await run(npm('install', '--no-audit', '--no-fund', 'pm2@7.0.4'), { cwd: other('pm2') });
