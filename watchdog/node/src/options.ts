import { resolve } from 'node:path';
import { validateConfig, type WatchdogConfig } from '@lifebound/core';
import { LifeboundFailure } from './failure.js';

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
}

/** @throws LifeboundFailure INVALID_OPTION */
export function readOptions(options: WatchdogOptions): { config: WatchdogConfig; body: BodyOptions } {
  const { cwd, env, output, input, ...partial } = options;
  const checked = validateConfig(partial);
  if (!checked.ok) throw LifeboundFailure.from(checked.error);
  const body = { cwd: resolve(cwd ?? '.'), env: env ?? {}, output: output ?? 'pipe', input: input ?? 'pipe' };
  return { config: checked.config, body };
}
