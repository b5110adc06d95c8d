// The app prefers a built backend to the script (the seed's order). In a checkout that one may be yesterday's.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../root.mjs';
import { venvPython } from '../setup/steps.mjs';

const room = join(root, 'excel/src-python');
const program = process.platform === 'win32' ? 'excel-backend.exe' : 'excel-backend';
const place = {
  backend: join(root, 'excel/backend'),
  aside: join(root, '.setup/outdated-backend'),
};

/** Whether the built backend is made of the sources and packages that are there now: it has a stamp of them. */
function isCurrent() {
  const { status } = spawnSync(venvPython, ['build_binary.py', '--is-current'], {
    cwd: room,
    stdio: 'ignore',
  });
  return status === 0;
}

/** Puts an outdated one out of the search's sight, and gives the line that says so; null when there is none. */
export function setAsideOutdatedBackend({ backend, aside } = place, isUpToDate = isCurrent) {
  if (!existsSync(join(backend, program)) || isUpToDate()) return null;
  mkdirSync(dirname(aside), { recursive: true });
  rmSync(aside, { recursive: true, force: true });
  renameSync(backend, aside);
  return (
    `${join(backend, program)} is older than its sources: running the script instead. The old one is in ${aside}; ` +
    'python build_binary.py in excel/src-python builds a new one.'
  );
}
