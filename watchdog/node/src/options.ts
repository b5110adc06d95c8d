import { resolve } from 'node:path';
import { type ContainmentTier, validateConfig, type WatchdogConfig } from '@lifebound/core';
import { LifeboundFailure } from './failure.js';
import { defaultId } from './hold/marker.js';

/** The core's configuration with every default left out, and what only a body needs. */
export interface WatchdogOptions extends PartialConfig {
  /** Base folder of the search orders and the backend's working directory. @default the host's */
  readonly cwd?: string;
  /** Set for the backend on top of the host's environment. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * `pipe`: the backend's output lines are log lines. `inherit`: its descriptors 1 and 2 are the host's; with
   * readiness by link, its stdout is the channel and its stderr is piped all the same.
   * @default 'pipe'
   */
  readonly output?: 'pipe' | 'inherit';
  /** The backend's stdin when there is no link: `pipe` ends with the host. @default 'pipe' */
  readonly input?: 'pipe' | 'inherit' | 'ignore';
  /** What `lifebound hold --id` knows the app by. @default made of `cwd` and `label` */
  readonly id?: string;
  /** Everything that is logged, in the seed's form, rotated at 10 MB with three old ones kept; private to the user. */
  readonly logFile?: string;
}

type PartialConfig = Partial<Omit<WatchdogConfig, 'restart' | 'health'>> & {
  readonly restart?: Partial<WatchdogConfig['restart']>;
  readonly health?: Partial<WatchdogConfig['health']>;
};

export interface BodyOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly output: 'pipe' | 'inherit';
  readonly input: 'pipe' | 'inherit' | 'ignore';
  readonly id: string;
  readonly logFile: string | null;
}

/** @throws LifeboundFailure INVALID_OPTION */
export function readOptions(options: WatchdogOptions): { config: WatchdogConfig; body: BodyOptions } {
  const { cwd, env, output, input, id, logFile, ...partial } = options;
  // Support tries another tier by it, whatever the app asks for.
  const forced = process.env.LIFEBOUND_CONTAINMENT as ContainmentTier | undefined;
  const checked = validateConfig(forced ? { ...partial, containment: forced } : partial);
  if (!checked.ok) throw LifeboundFailure.from(checked.error);
  const base = resolve(cwd ?? '.');
  const body = {
    cwd: base,
    env: env ?? {},
    output: output ?? 'pipe',
    input: input ?? 'pipe',
    id: id ?? defaultId(base, checked.config.label),
    logFile: logFile === undefined ? null : resolve(logFile),
  };
  return { config: checked.config, body };
}

/** A longer one fires at once in Node. */
const longestTimerMs = 2 ** 31 - 1;

/** It may come from a page. @throws LifeboundFailure INVALID_OPTION */
export function assertGrace(graceMs: unknown): void {
  if (graceMs === undefined) return;
  if (Number.isInteger(graceMs) && Number(graceMs) >= 0 && Number(graceMs) <= longestTimerMs) return;
  const message = `Option graceMs is ${JSON.stringify(graceMs)}. Give whole milliseconds from 0 to ${longestTimerMs}.`;
  throw LifeboundFailure.of('INVALID_OPTION', message);
}
