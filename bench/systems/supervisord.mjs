import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, quote } from './folder.mjs';
import { other, whyNoOther } from './others.mjs';
import { startProcess } from './process.mjs';

export const supervisord = {
  name: 'supervisord',
  get version() {
    return execFileSync(other('venv/bin/supervisord'), ['--version'], { encoding: 'utf8' }).trim();
  },
  whyNot: () => whyNoOther('venv/bin/supervisord'),
  start(child, env) {
    const folder = makeFolder('supervisord');
    const log = join(folder, 'child.log');
    writeFileSync(
      join(folder, 'supervisord.conf'),
      `[supervisord]
nodaemon=true
user=root
logfile=${join(folder, 'supervisord.log')}
pidfile=${join(folder, 'supervisord.pid')}
[program:child]
command=${child.map(quote).join(' ').replaceAll('%', '%%')}
autorestart=true
stdout_logfile=${log}
stderr_logfile=${log}.err
`,
    );
    return startProcess([other('venv/bin/supervisord'), '-c', join(folder, 'supervisord.conf')], env, folder);
  },
};
