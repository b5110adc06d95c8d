import fc from 'fast-check';

/** How one virtual backend behaves from its spawn on, with all that it starts. Times count from its birth. */
export interface Behaviour {
  readonly spawn: 'answers' | 'fails' | 'can-not-be-run' | 'never-answers';
  readonly spawnMs: number;
  /** `null`: never gets ready. */
  readonly readyMs: number | null;
  readonly says: 'ready' | 'wrong-nonce' | 'other-version' | 'nonsense';
  readonly crash: { readonly afterMs: number; readonly code: number } | null;
  /** Silent from then on, though alive. */
  readonly hangMs: number | null;
  readonly busy: { readonly afterMs: number; readonly forMs: number } | null;
  /** Processes of its own in its process group. */
  readonly forks: number;
  /** Processes that left its group and session. */
  readonly daemons: number;
  /** A helper outside its tree, known by what the backend says of it; or a pid that is refused. */
  readonly declares: 'nothing' | 'helper' | 'stranger';
  readonly ignoresTerm: boolean;
  /** From SIGTERM to its end. */
  readonly exitMs: number;
  /** From SIGKILL to its end: an uninterruptible wait takes long; `null`: never. */
  readonly dieMs: number | null;
  /** How many looks at the tree its daemons survive. */
  readonly survivesLooks: number;
  /** How long the body takes to look at its tree; `null`: it never answers. */
  readonly lookMs: number | null;
}

/** Mostly well, so that schedules come far; each fault often enough to meet the others. */
export const behaviour: fc.Arbitrary<Behaviour> = fc.record({
  spawn: weighted<Behaviour['spawn']>(
    ['answers', 12],
    ['fails', 1],
    ['can-not-be-run', 1],
    ['never-answers', 1],
  ),
  spawnMs: weighted<number>([0, 3], [5, 9], [50, 3], [6_000, 1], [20_000, 1]),
  readyMs: fc.constantFrom(200, 200, 300, 900, 3_000, null),
  says: weighted<Behaviour['says']>(['ready', 12], ['wrong-nonce', 1], ['other-version', 1], ['nonsense', 1]),
  crash: fc.option(fc.record({ afterMs: fc.nat(12_000), code: fc.constantFrom(0, 1, 1, 1, 77, 139) }), {
    freq: 1,
  }),
  hangMs: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(9_000) }),
  busy: fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.record({ afterMs: fc.nat(9_000), forMs: fc.constantFrom(0, 2_000, 30_000) }) },
  ),
  forks: fc.constantFrom(0, 0, 1, 3),
  daemons: fc.constantFrom(0, 0, 1),
  declares: fc.constantFrom('nothing', 'nothing', 'helper', 'stranger'),
  ignoresTerm: fc.boolean(),
  exitMs: fc.constantFrom(1, 40, 250, 6_000),
  dieMs: weighted<number | null>([1, 18], [4_000, 1], [30_000, 1], [null, 1]),
  survivesLooks: fc.constantFrom(0, 0, 0, 1, 2, 9),
  lookMs: weighted<number | null>([3, 14], [2_500, 1], [null, 1]),
});

export function weighted<Value>(...choices: readonly (readonly [Value, number])[]): fc.Arbitrary<Value> {
  return fc.constantFrom(...choices.flatMap(([value, weight]) => Array<Value>(weight).fill(value)));
}
