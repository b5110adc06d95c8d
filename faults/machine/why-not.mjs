import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { which } from '../../scripts/machine.mjs';
import { findOwnCgroup } from './cgroups.mjs';

/** Nobody on this machine, so that nothing of a cell has a right to anything. */
export const firstUser = 2_000_000;

/** Why the matrix can't be run here; `null` when it can. */
export function whyNoFaults() {
  if (process.platform !== 'linux') return 'the fault matrix needs Linux: its cells are control groups';
  if (process.getuid() !== 0)
    return 'the fault matrix needs root: each cell gets a user and a control group of its own';
  const own = findOwnCgroup();
  if (own.reason) return own.reason;
  if (!existsSync(join(own.folder, 'cgroup.procs'))) return `${own.folder} is no control group`;
  const missing = ['setpriv', 'prlimit', 'unshare'].filter((program) => !which(program));
  if (missing.length > 0) return `${missing.join(', ')} not installed (Debian: util-linux)`;
  if (!findPythonForAll())
    return 'there is no Python 3 that every user may run (Debian: apt install python3)';
  return null;
}

/** A Python that a cell's user can run: one in a home folder is closed to him. */
export function findPythonForAll() {
  const candidates = ['/usr/bin/python3', '/usr/local/bin/python3', which('python3')].filter(Boolean);
  const user = [`--reuid=${firstUser}`, `--regid=${firstUser}`, '--clear-groups'];
  return candidates.find((python) => spawnSync('setpriv', [...user, python, '-c', '']).status === 0) ?? null;
}
