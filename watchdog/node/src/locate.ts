import type { CandidateAnswer } from '@lifebound/core';
import { checkFile, findProgram } from './process/find-program.js';

/** Looks where the core points: relative to `base`, or in PATH for a bare name such as `python3`. */
export function checkCandidates(
  base: string,
  candidates: readonly string[],
  path: string,
): CandidateAnswer[] {
  return candidates.map((candidate) => {
    const where = findProgram(candidate, base, path);
    const found = where === null ? 'missing' : checkFile(where);
    return { candidate, found, path: found === 'missing' ? null : where };
  });
}
