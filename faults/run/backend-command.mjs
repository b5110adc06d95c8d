import { join } from 'node:path';
import { backends } from '../plan/axes.mjs';
import { built } from './built.mjs';

const folder = join(import.meta.dirname, '../backends');

/** What the watchdog starts: `[program, ...args]`. */
export function backendCommand(name, python) {
  const backend = backends[name];
  if (backend.built === 'venv') return [join(folder, 'launch.sh'), built.venv, join(folder, backend.script)];
  if (backend.built) return [built[backend.built]];
  // Without the site's packages it starts sooner. The linked one needs PYTHONPATH, which -E ignores.
  return [python, backend.isLinked ? '-S' : '-SE', join(folder, backend.script)];
}
