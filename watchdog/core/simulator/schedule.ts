import fc from 'fast-check';
import type { WatchdogConfig } from '../src/config.js';
import { validateConfig } from '../src/validate-config.js';
import { type Behaviour, behaviour, weighted } from './behaviour.js';

/** What people, hosts, machines and strangers do. */
export type Command =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'ask'; readonly ask: 'start' | 'stop' | 'restart' | 'hold' | 'resume' }
  | { readonly kind: 'restart'; readonly graceMs: number }
  | { readonly kind: 'debugger'; readonly attached: boolean }
  | { readonly kind: 'request'; readonly retry: 'never' | 'safe'; readonly bytes: number }
  | { readonly kind: 'answer' }
  | { readonly kind: 'cancel' }
  /** Faults. */
  | { readonly kind: 'sleep'; readonly ms: number }
  | { readonly kind: 'overload'; readonly lateMs: number }
  | { readonly kind: 'crash' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'go-on' }
  | { readonly kind: 'daemonise' }
  | { readonly kind: 'take-port'; readonly taken: boolean }
  | { readonly kind: 'stale' };

/** All that a run depends on: the same one is played the same. Plain JSON. */
export interface Schedule {
  readonly options: object;
  /** Of the first generation, the second …, and round again. */
  readonly behaviours: readonly Behaviour[];
  readonly commands: readonly Command[];
  /** The host ends before the command of this number, or after the last. */
  readonly hostEndsAt: number;
  readonly hostEnd: 'window-closed' | 'app-exit' | 'signal' | 'lifeline';
}

/** Longer than a check's interval and the second that is no lateness: one that nobody can notice fools us rightly. */
export const shortSleepMs = 6_500;

const options = fc.record({
  launch: fc.constantFrom({ kind: 'command', program: 'x', args: [] }, { kind: 'locate', confined: false }),
  readiness: fc.constantFrom({ kind: 'link' }, { kind: 'link' }, { kind: 'stay' }, { kind: 'tcp', port: 9 }),
  restart: fc.record({
    policy: fc.constantFrom('always', 'always', 'on-failure', 'no'),
    maxAttempts: fc.constantFrom(0, 1, 3, 5, 5),
    windowMs: fc.constantFrom(1_000, 10_000, 60_000),
    stableAfterMs: fc.constantFrom(5_000, 60_000),
  }),
  health: fc.constantFrom(
    { checkIntervalMs: 5_000 },
    { checkIntervalMs: 2_000, suspectAfterMisses: 1, unhealthyAfterMisses: 2 },
  ),
  startTimeoutMs: fc.constantFrom(2_000, 120_000),
  terminationTimeoutMs: fc.constantFrom(0, 300, 5_000),
  appVersion: fc.constantFrom(null, '1.0.0'),
});

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 300, 1_000, 2_500, 5_000, 5_000, 9_000),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      ask: weighted<Extract<Command, { kind: 'ask' }>['ask']>(
        ['start', 4],
        ['stop', 1],
        ['restart', 1],
        ['hold', 1],
        ['resume', 2],
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('request' as const),
      retry: fc.constantFrom('never' as const, 'safe' as const),
      bytes: fc.constantFrom(10, 10, 5_000_000, 9_000_000),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.constantFrom<Command>(
      { kind: 'answer' },
      { kind: 'answer' },
      { kind: 'cancel' },
      { kind: 'restart', graceMs: 0 },
      { kind: 'restart', graceMs: 200 },
      { kind: 'debugger', attached: true },
      { kind: 'debugger', attached: false },
      { kind: 'sleep', ms: shortSleepMs },
      { kind: 'sleep', ms: 900_000 },
      { kind: 'overload', lateMs: 0 },
      { kind: 'overload', lateMs: 1_500 },
      { kind: 'crash' },
      { kind: 'crash' },
      { kind: 'hang' },
      { kind: 'hang' },
      { kind: 'go-on' },
      { kind: 'go-on' },
      { kind: 'daemonise' },
      { kind: 'take-port', taken: true },
      { kind: 'take-port', taken: false },
      { kind: 'stale' },
    ),
  },
);

export const maxCommands = 56;

export const schedule: fc.Arbitrary<Schedule> = fc.record({
  options,
  behaviours: fc.array(behaviour, { minLength: 1, maxLength: 4 }),
  commands: fc.array(command, { minLength: 24, maxLength: maxCommands, size: 'max' }),
  // Mostly after the last one; sometimes in the middle of all the rest.
  hostEndsAt: fc.oneof(
    { weight: 3, arbitrary: fc.constant(maxCommands) },
    { weight: 1, arbitrary: fc.nat(maxCommands) },
  ),
  hostEnd: fc.constantFrom('window-closed', 'app-exit', 'signal', 'lifeline'),
});

export function configOf({ options }: Schedule): WatchdogConfig {
  const result = validateConfig(options);
  if (!result.ok) throw new Error(result.error.message);
  return result.config;
}
