import { parseArgs } from 'node:util';
import type { ContainmentTier, Readiness, RestartPolicy } from '@lifebound/core';
import { LifeboundFailure } from '../failure.js';
import type { WatchdogOptions } from '../options.js';
import { parsePolicy, parseReadiness, readCount, readSeconds } from './values.js';

export interface RunCommand {
  readonly command: 'run';
  readonly options: WatchdogOptions;
  readonly lifeline: boolean;
  readonly json: boolean;
}

/** `lifebound hold` and `lifebound resume`. `id`, or what the default one is made of. */
export interface HoldCommand {
  readonly command: 'hold' | 'resume';
  readonly id: string | undefined;
  readonly cwd: string;
  readonly label: string | undefined;
  readonly timeoutMs: number;
}

export type Command =
  | RunCommand
  | HoldCommand
  | { readonly command: 'locate'; readonly cwd: string; readonly json: boolean }
  | { readonly command: 'help' }
  | { readonly command: 'version' };

/** @throws LifeboundFailure INVALID_OPTION, UNKNOWN_COMMAND */
export function parseCommand(argv: readonly string[]): Command {
  const [name, ...rest] = argv;
  switch (name) {
    case 'run':
      return parseRun(rest);
    case 'locate':
      return parseLocate(rest);
    case 'hold':
    case 'resume':
      return parseHold(name, rest);
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      return { command: 'help' };
    case '--version':
    case '-V':
      return { command: 'version' };
    default: {
      const message = `There is no command "${name}". Use "run", "locate", "hold" or "resume"; "lifebound --help" tells more.`;
      throw LifeboundFailure.of('UNKNOWN_COMMAND', message);
    }
  }
}

const runOptions = {
  name: { type: 'string' },
  cwd: { type: 'string' },
  env: { type: 'string', multiple: true },
  restart: { type: 'string' },
  'check-interval': { type: 'string' },
  'max-restart-attempts': { type: 'string' },
  'termination-timeout': { type: 'string' },
  'restart-delay': { type: 'string' },
  ready: { type: 'string' },
  containment: { type: 'string' },
  id: { type: 'string' },
  'log-file': { type: 'string' },
  lifeline: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

function parseRun(argv: readonly string[]): Command {
  const separator = argv.indexOf('--');
  const own = separator === -1 ? argv : argv.slice(0, separator);
  const values = parseStrictly(own, runOptions, 'Put -- before the program.');
  if (values.help) return { command: 'help' };
  const [program, ...args] = separator === -1 ? [] : argv.slice(separator + 1);
  if (!program) {
    throw invalid('There is no program to run. Give it after --, as in: lifebound run -- python3 main.py');
  }
  const readiness: Readiness = parseReadiness(values.ready ?? 'stay');
  const policy: RestartPolicy = parsePolicy(values.restart ?? 'on-failure');
  const lifeline = values.lifeline ?? false;
  const interval = values['check-interval'];
  const attempts = values['max-restart-attempts'];
  const termination = values['termination-timeout'];
  const delay = values['restart-delay'];
  return {
    command: 'run',
    lifeline,
    json: values.json ?? false,
    options: {
      launch: { kind: 'command', program, args },
      readiness,
      output: 'inherit',
      // With a lifeline our stdin is the host's signal to us, and not the program's input.
      input: lifeline ? 'ignore' : 'inherit',
      env: parseEnvironment(values.env ?? []),
      ...(values.name !== undefined && { label: values.name }),
      ...(values.cwd !== undefined && { cwd: values.cwd }),
      ...(values.id !== undefined && { id: values.id }),
      ...(values['log-file'] !== undefined && { logFile: values['log-file'] }),
      // The core says which there are.
      ...(values.containment !== undefined && { containment: values.containment as ContainmentTier }),
      ...(interval !== undefined && {
        health: { checkIntervalMs: readSeconds('--check-interval', interval) },
      }),
      ...(termination !== undefined && {
        terminationTimeoutMs: readSeconds('--termination-timeout', termination),
      }),
      restart: {
        policy,
        ...(attempts !== undefined && { maxAttempts: readCount('--max-restart-attempts', attempts) }),
        ...(delay !== undefined && { baseDelayMs: readCount('--restart-delay', delay) }),
      },
    },
  };
}

function parseLocate(argv: readonly string[]): Command {
  const options = {
    cwd: { type: 'string' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const values = parseStrictly(argv, options, 'It takes options only.');
  if (values.help) return { command: 'help' };
  return { command: 'locate', cwd: values.cwd ?? '.', json: values.json ?? false };
}

/** Longer than the longest grace of most. */
const holdTimeoutS = '30';

function parseHold(command: 'hold' | 'resume', argv: readonly string[]): Command {
  const options = {
    id: { type: 'string' },
    cwd: { type: 'string' },
    name: { type: 'string' },
    timeout: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const values = parseStrictly(argv, options, 'It takes options only.');
  if (values.help) return { command: 'help' };
  const timeoutMs = readSeconds('--timeout', values.timeout ?? holdTimeoutS);
  return { command, id: values.id, cwd: values.cwd ?? '.', label: values.name, timeoutMs };
}

type ParseOptions = NonNullable<NonNullable<Parameters<typeof parseArgs>[0]>['options']>;

function parseStrictly<Options extends ParseOptions>(
  argv: readonly string[],
  options: Options,
  advice: string,
) {
  try {
    return parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    // Node's message names the argument in its first sentence; what follows is about Node's own API.
    const [what = ''] = (error as Error).message.split(/\.\s/);
    const isPositional = (error as NodeJS.ErrnoException).code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL';
    throw invalid(`${what}. ${isPositional ? advice : 'See "lifebound --help".'}`);
  }
}

function parseEnvironment(pairs: readonly string[]): Record<string, string> {
  const entries = pairs.map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw invalid(`--env got "${pair}". Give it as NAME=VALUE.`);
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return Object.fromEntries(entries);
}

function invalid(message: string): LifeboundFailure {
  return LifeboundFailure.of('INVALID_OPTION', message);
}
