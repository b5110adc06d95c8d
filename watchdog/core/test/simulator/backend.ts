import fc from 'fast-check';

/** How one virtual process behaves from its spawn on. Drawn for each generation. */
export interface Behaviour {
  readonly spawn: 'ok' | 'fails' | 'never-answers';
  readonly spawnMs: number;
  /** After the spawn; `null`: never. */
  readonly readyMs: number | null;
  readonly crashMs: number | null;
  readonly exitCode: number;
  /** Silent from then on, though alive. */
  readonly hangMs: number | null;
  readonly busyMs: number | null;
  readonly ignoresTerm: boolean;
  readonly survivesKill: boolean;
  readonly exitMs: number;
  /** How many looks at the tree find helpers left. */
  readonly leftLooks: number;
  readonly answersTree: boolean;
}

/** Mostly well, so that schedules come far; each fault often enough to meet the others. */
export const behaviour: fc.Arbitrary<Behaviour> = fc.record({
  spawn: fc.oneof(
    { weight: 8, arbitrary: fc.constant('ok' as const) },
    { weight: 1, arbitrary: fc.constant('fails' as const) },
    { weight: 1, arbitrary: fc.constant('never-answers' as const) },
  ),
  spawnMs: fc.nat(50),
  readyMs: fc.option(fc.nat(3_000), { freq: 8 }),
  crashMs: fc.option(fc.nat(20_000), { freq: 1 }),
  exitCode: fc.constantFrom(0, 1, 1, 1, 77, 139),
  hangMs: fc.option(fc.nat(20_000), { freq: 1 }),
  busyMs: fc.option(fc.nat(30_000), { freq: 1 }),
  ignoresTerm: fc.boolean(),
  survivesKill: fc.oneof(
    { weight: 19, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
  exitMs: fc.nat(500),
  leftLooks: fc.constantFrom(0, 0, 0, 1, 2, 9),
  answersTree: fc.oneof(
    { weight: 9, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
});

/** What people, hosts and clocks do to it. */
export type Command =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'ask'; readonly ask: 'start' | 'stop' | 'restart' | 'hold' | 'resume' }
  | { readonly kind: 'debugger'; readonly attached: boolean }
  | { readonly kind: 'sleep'; readonly ms: number }
  | { readonly kind: 'request'; readonly retry: 'never' | 'safe'; readonly bytes: number }
  | { readonly kind: 'answer' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'stale' };

export const commands: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(8_000) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('ask' as const),
      ask: fc.constantFrom('start', 'start', 'stop', 'restart', 'hold', 'resume', 'resume'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('debugger' as const), attached: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('sleep' as const),
      ms: fc.integer({ min: 2_000, max: 900_000 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('request' as const),
      retry: fc.constantFrom('never', 'safe'),
      bytes: fc.constantFrom(10, 10, 5_000_000, 9_000_000),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('answer' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('stale' as const) }) },
) as fc.Arbitrary<Command>;
