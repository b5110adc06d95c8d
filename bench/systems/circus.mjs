import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder, quote } from './folder.mjs';
import { other, whyNoOther } from './others.mjs';
import { startProcess } from './process.mjs';

export const circus = {
  name: 'circus',
  get version() {
    return execFileSync(other('venv/bin/circusd'), ['--version'], { encoding: 'utf8' }).trim();
  },
  whyNot: () => whyNoOther('venv/bin/circusd'),
  start(child, env) {
    const folder = makeFolder('circus');
    const [program, ...args] = child;
    // Its sockets in the folder: a free port could be taken by somebody else in between.
    writeFileSync(
      join(folder, 'circus.ini'),
      `[circus]
endpoint = ipc://${join(folder, 'endpoint')}
pubsub_endpoint = ipc://${join(folder, 'pubsub')}
[watcher:child]
cmd = ${program}
args = ${args.map(quote).join(' ')}
copy_env = True
max_retry = -1
`,
    );
    return startProcess([other('venv/bin/circusd'), join(folder, 'circus.ini')], env, folder);
  },
};
