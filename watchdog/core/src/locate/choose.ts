import type { LifeboundError } from '../errors.js';
import type { CandidateAnswer, Found } from '../events.js';
import { errors } from '../messages.js';
import type { SearchPlan } from './search-plan.js';

/** What to start, or why nothing can be; `why` has a line for each candidate that was looked at, then the verdict. */
export interface Choice {
  readonly result:
    | {
        readonly kind: 'binary' | 'script';
        readonly program: string;
        readonly args: readonly string[];
        /** The binary or script, as the search order names it. */
        readonly candidate: string;
        readonly interpreter: string | null;
      }
    | { readonly kind: 'error'; readonly error: LifeboundError };
  readonly why: readonly string[];
  /** Candidates that exist but may not be run or read. */
  readonly blocked: readonly string[];
}

interface Look {
  readonly plan: SearchPlan;
  readonly answers: ReadonlyMap<string, CandidateAnswer>;
  readonly why: string[];
  readonly blocked: string[];
}

/** Binary first; else a script with its interpreter (the seed's order). */
export function choose(plan: SearchPlan, answers: readonly CandidateAnswer[], label: string): Choice {
  const byName = new Map(answers.map((answer) => [answer.candidate, answer]));
  const look: Look = { plan, answers: byName, why: [], blocked: [] };
  const result = search(look, label);
  look.why.push(verdict(result));
  return { result, why: look.why, blocked: look.blocked };
}

function search(look: Look, label: string): Choice['result'] {
  const binary = first(look, 'binary', look.plan.binaries, ['executable']);
  if (binary !== null) {
    return { kind: 'binary', program: binary.path, args: [], candidate: binary.candidate, interpreter: null };
  }
  const script = first(look, 'script', look.plan.scripts, ['readable', 'executable']);
  if (script !== null) {
    const python = first(look, 'interpreter', look.plan.interpreters, ['executable']);
    if (python === null) return { kind: 'error', error: errors.noPython() };
    return {
      kind: 'script',
      program: python.path,
      args: [script.path],
      candidate: script.candidate,
      interpreter: python.candidate,
    };
  }
  const blocked = look.blocked[0];
  if (blocked === undefined) return { kind: 'error', error: errors.noBackend(label) };
  const hint = `Check the permissions of "${blocked}".`;
  return { kind: 'error', error: errors.startFailed(label, 'permission denied', hint) };
}

/** The first candidate that is usable; on the way, what was seen is written down. */
function first(
  look: Look,
  role: string,
  candidates: readonly string[],
  usable: readonly Found[],
): { candidate: string; path: string } | null {
  for (const candidate of candidates) {
    const answer = look.answers.get(candidate);
    const found = answer?.found ?? 'missing';
    if (usable.includes(found)) {
      const path = answer?.path ?? candidate;
      look.why.push(`${role} "${candidate}": found at ${path}`);
      return { candidate, path };
    }
    look.why.push(`${role} "${candidate}": ${verdicts[found]}`);
    if (found === 'readable' || found === 'unreadable') look.blocked.push(candidate);
  }
  return null;
}

const verdicts: Record<Found, string> = {
  missing: 'missing',
  'not-a-file': 'not a file',
  unreadable: 'permission denied',
  readable: 'not executable',
  executable: 'executable',
};

function verdict(result: Choice['result']): string {
  switch (result.kind) {
    case 'error':
      return result.error.message;
    case 'binary':
      return `Chosen: binary "${result.candidate}"`;
    case 'script':
      return `Chosen: script "${result.candidate}" with interpreter "${result.interpreter}"`;
  }
}
