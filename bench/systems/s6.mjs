import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { which } from '../../scripts/machine.mjs';
import { makeFolder, quote } from './folder.mjs';
import { startProcess } from './process.mjs';

export const s6 = {
  name: 's6-supervise',
  get version() {
    return execFileSync('dpkg-query', ['-W', '-f', `\${Version}`, 's6'], { encoding: 'utf8' });
  },
  whyNot: () => (which('s6-supervise') ? null : 'it is not installed (Debian: apt install s6)'),
  start(child, env) {
    const folder = makeFolder('s6');
    writeFileSync(join(folder, 'run'), `#!/bin/sh\nexec ${child.map(quote).join(' ')}\n`, { mode: 0o755 });
    return startProcess(['s6-supervise', folder], env, folder);
  },
};
