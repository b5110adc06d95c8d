import { resolve } from 'node:path';
import { allCandidates, choose, defaultConfig, exitStatuses, searchPlan } from '@lifebound/core';
import { checkCandidates } from '../locate.js';
import { formatError } from './output.js';

/** Prints what would be started, and why; exit status 127 when nothing would. */
export function locate(cwd: string, json: boolean): number {
  const base = resolve(cwd);
  const plan = searchPlan({ kind: 'locate', confined: false });
  const answers = checkCandidates(base, allCandidates(plan), process.env.PATH ?? '');
  const { result, why } = choose(plan, answers, defaultConfig.label);
  if (json) {
    process.stdout.write(`${JSON.stringify({ base, ...result, why })}\n`);
  } else {
    // The last reason of a search in vain is its verdict, told with its code.
    const reasons = result.kind === 'error' ? why.filter((reason) => reason !== result.error.message) : why;
    process.stderr.write(`${reasons.join('\n')}\n`);
    if (result.kind === 'error') process.stderr.write(formatError(result.error.code, result.error.message));
    else process.stdout.write(`${[result.program, ...result.args].join(' ')}\n`);
  }
  return result.kind === 'error' ? exitStatuses.notFound : 0;
}
