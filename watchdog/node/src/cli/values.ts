import type { Readiness, RestartPolicy } from '@lifebound/core';
import { LifeboundFailure } from '../failure.js';

/** A day: longer waits are a slip of the unit, and setTimeout ends at 24.8 days. */
const longestSeconds = 86_400;
const largestCount = 1_000_000;

/** Seconds, fractions allowed, as milliseconds. @throws LifeboundFailure INVALID_OPTION */
export function readSeconds(option: string, text: string): number {
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (seconds > 0 && seconds <= longestSeconds) return Math.max(1, Math.round(seconds * 1000));
  throw invalid(`${option} got "${text}". Give seconds, more than 0 and at most ${longestSeconds}.`);
}

/** @throws LifeboundFailure INVALID_OPTION */
export function readCount(option: string, text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (count <= largestCount) return count;
  throw invalid(`${option} got "${text}". Give a whole number from 0 to ${largestCount}.`);
}

/** @throws LifeboundFailure INVALID_OPTION */
export function parsePolicy(text: string): RestartPolicy {
  if (text === 'always' || text === 'on-failure' || text === 'no') return text;
  throw invalid(`--restart got "${text}". Give always, on-failure or no.`);
}

/** @throws LifeboundFailure INVALID_OPTION */
export function parseReadiness(text: string): Readiness {
  if (text === 'link' || text === 'stay') return { kind: text };
  // `http:URL` as in the manual, and the URL alone, which begins the same way.
  if (text.startsWith('http:')) return { kind: 'http', url: text.replace(/^http:(?=https?:)/, '') };
  const port = /^tcp:(\d{1,5})$/.exec(text)?.[1];
  if (port !== undefined && Number(port) >= 1 && Number(port) <= 65_535)
    return { kind: 'tcp', port: Number(port) };
  throw invalid(`--ready got "${text}". Give link, stay, http:URL or tcp:PORT.`);
}

function invalid(message: string): LifeboundFailure {
  return LifeboundFailure.of('INVALID_OPTION', message);
}
