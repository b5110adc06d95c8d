import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const makeFolder = (name) => mkdtempSync(join(tmpdir(), `lifebound-bench-${name}-`));

/** For configuration files in which a shell or a like reader splits the command. */
export const quote = (word) => `'${word.replaceAll("'", "'\\''")}'`;
