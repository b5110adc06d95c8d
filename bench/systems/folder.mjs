import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const made = [];

/** A folder that goes with this process. */
export function makeFolder(name) {
  const folder = mkdtempSync(join(tmpdir(), `lifebound-bench-${name}-`));
  if (made.push(folder) === 1) {
    process.on('exit', () => {
      for (const one of made) rmSync(one, { recursive: true, force: true });
    });
  }
  return folder;
}

/** For configuration files in which a shell or a like reader splits the command. */
export const quote = (word) => `'${word.replaceAll("'", "'\\''")}'`;
