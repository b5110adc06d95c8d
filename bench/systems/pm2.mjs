import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeFolder } from './folder.mjs';
import { other, whyNoOther } from './others.mjs';

const run = promisify(execFile);
const program = () => other('pm2/node_modules/pm2/bin/pm2');

/** Its daemon goes to the background by itself. */
export const pm2 = {
  name: 'pm2',
  get version() {
    return JSON.parse(readFileSync(other('pm2/node_modules/pm2/package.json'), 'utf8')).version;
  },
  whyNot: () => whyNoOther('pm2/node_modules/pm2'),
  async start([script, ...args], env) {
    const folder = makeFolder('pm2');
    const file = join(folder, 'ecosystem.config.cjs');
    const app = { name: 'child', script, args, interpreter: 'none', cwd: folder, max_restarts: 1_000_000 };
    writeFileSync(file, `module.exports = ${JSON.stringify({ apps: [app] })};\n`);
    const own = { ...env, PM2_HOME: folder };
    await run(process.execPath, [program(), 'start', file], { env: own });
    return {
      pid: Number(readFileSync(join(folder, 'pm2.pid'), 'utf8')),
      end: () => run(process.execPath, [program(), 'kill'], { env: own }),
    };
  },
};
