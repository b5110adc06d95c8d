import { resolve } from 'node:path';
import type { CandidateAnswer } from '@lifebound/core';
import { checkFile, findInPath } from './process/find-program.js';

/** Looks where the core points: relative to `base`, or in PATH for a bare name such as `python3`. */
export function checkCandidates(
  base: string,
  candidates: readonly string[],
  path: string,
): CandidateAnswer[] {
  return candidates.map((candidate) => {
    if (!/[\\/]/.test(candidate)) {
      const found = findInPath(candidate, path);
      return { candidate, found: found === null ? 'missing' : 'executable', path: found };
    }
    const absolute = resolve(base, candidate);
    const found = checkFile(absolute);
    return { candidate, found, path: found === 'missing' ? null : absolute };
  });
}
