import { resolve } from 'node:path';
import { allCandidates, choose, defaultConfig, exitStatuses, searchPlan } from '@lifebound/core';
import { checkCandidates } from '../locate.js';

/** Prints what would be started, and why; exit status 127 when nothing would. */
export function locate(cwd: string, json: boolean): number {
  const base = resolve(cwd);
  const plan = searchPlan({ kind: 'locate', confined: false });
  const answers = checkCandidates(base, allCandidates(plan), process.env.PATH ?? '');
  const { result, why } = choose(plan, answers, defaultConfig.label);
  if (json) {
    process.stdout.write(`${JSON.stringify({ base, ...result, why })}\n`);
  } else {
    process.stderr.write(`${why.join('\n')}\n`);
    const line = result.kind === 'error' ? '' : `${[result.program, ...result.args].join(' ')}\n`;
    process.stdout.write(line);
    if (result.kind === 'error')
      process.stderr.write(`Error: ${result.error.message} [${result.error.code}]\n`);
  }
  return result.kind === 'error' ? exitStatuses.notFound : 0;
}
