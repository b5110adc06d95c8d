import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import type { Found } from '@lifebound/core';
import { isWindows } from './platform.js';

/** Follows links: what counts is what would be run. Throws what `stat` throws, but for a missing file. */
function lookAt(path: string): Found {
  const file = statSync(path, { throwIfNoEntry: false });
  if (file === undefined) return 'missing';
  if (!file.isFile()) return 'not-a-file';
  if (allows(path, constants.X_OK)) return 'executable';
  return allows(path, constants.R_OK) ? 'readable' : 'unreadable';
}

/** The first executable regular file of that name in PATH, or `null`. */
export function findInPath(name: string, path: string): string | null {
  const endings = isWindows ? ['.exe', '.cmd', '.bat', ''] : [''];
  for (const folder of path.split(delimiter)) {
    // An empty or relative entry means the working directory: whatever lies there would be run.
    if (!isAbsolute(folder)) continue;
    for (const ending of endings) {
      const candidate = join(folder, name + ending);
      if (checkFile(candidate) === 'executable') return candidate;
    }
  }
  return null;
}

/** Where a program is: a path counts from `cwd`, a bare name in PATH. `null`: PATH has none. */
export function findProgram(program: string, cwd: string, path: string): string | null {
  return /[\\/]/.test(program) ? resolve(cwd, program) : findInPath(program, path);
}

/** A path that can't be looked at (a folder without permission, a loop of links) is `unreadable`. */
export function checkFile(path: string): Found {
  try {
    return lookAt(path);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR' ? 'missing' : 'unreadable';
  }
}

function allows(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
