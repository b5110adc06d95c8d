import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/root.mjs';

/**
 * The other systems live outside the project's own dependencies, since pm2 is AGPL: `npm run bench:others` puts them
 * here, which is ignored by git.
 */
export const othersFolder = join(root, '.setup', 'bench', 'others');

export const other = (...path) => join(othersFolder, ...path);

export const whyNoOther = (...path) =>
  existsSync(other(...path)) ? null : 'not installed (npm run bench:others)';
