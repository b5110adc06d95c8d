import type { Launch } from '../config.js';
import { binaryCandidates, interpreterCandidates, scriptCandidates } from './candidates.js';

export interface SearchPlan {
  readonly binaries: readonly string[];
  readonly scripts: readonly string[];
  readonly interpreters: readonly string[];
}

/** What `choose` has to know of, in order. Empty for a given command: there is nothing to look for. */
export function searchPlan(launch: Launch): SearchPlan {
  if (launch.kind === 'command') return { binaries: [], scripts: [], interpreters: [] };
  const keep = launch.confined ? isInside : () => true;
  return {
    binaries: binaryCandidates.filter(keep),
    scripts: scriptCandidates.filter(keep),
    interpreters: interpreterCandidates.filter(keep),
  };
}

/** All at once: one round trip to the body. */
export function allCandidates(plan: SearchPlan): readonly string[] {
  return [...plan.binaries, ...plan.scripts, ...plan.interpreters];
}

/** A parent folder or PATH is anybody's: a bundled app must not run what was planted there. */
function isInside(candidate: string): boolean {
  return candidate.includes('/') && !candidate.startsWith('../');
}
