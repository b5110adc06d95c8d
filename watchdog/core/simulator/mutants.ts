/** A core with one fault in it: in `file` of src/, `from`, which is there once, is replaced by `to`. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Faults that the simulator must see, each by breaking a promise to the user. */
export const mutants: readonly Mutant[] = [
  {
    name: 'a restart beside a leader that can not be ended',
    file: 'machine/settle.ts',
    from: '!(machine.startAfresh && run.exited)',
    to: '!machine.startAfresh',
  },
  {
    name: 'a start beside a leader that can not be ended',
    file: 'machine/asks.ts',
    from: 'if (undead === null) return true;',
    to: 'return true;',
  },
  {
    name: 'one attempt too many',
    file: 'machine/settle.ts',
    from: '.length < config.restart.maxAttempts',
    to: '.length <= config.restart.maxAttempts',
  },
  {
    name: 'a clock that is left set when its state is left',
    file: 'machine/readiness.ts',
    from: "for (const timer of ['start', 'stay-up', 'health'] as const)",
    to: "for (const timer of ['stay-up', 'health'] as const)",
  },
  {
    name: 'a clock that the body keeps',
    file: 'machine/timers.ts',
    from: "  emit(turn, { type: 'clearTimer', timer });",
    to: '',
  },
  {
    name: "the host's end is forgotten",
    file: 'machine/asks.ts',
    from: "change(turn, { hostGone: true, wanted: 'stopped' });",
    to: "change(turn, { wanted: 'stopped' });",
  },
  {
    name: 'nobody is forced to end',
    file: 'machine/ending.ts',
    from: "emit(turn, { type: 'signal', generation: turn.machine.generation, signal: 'SIGKILL' });",
    to: '',
  },
  {
    name: 'a grace for whoever asked for none',
    file: 'machine/ending.ts',
    from: '  if (graceMs === 0) {\n    kill(turn);\n    return;\n  }',
    to: '',
  },
  {
    name: 'the tree is not looked at',
    file: 'machine/ending.ts',
    from: '  look(turn, graceMs);',
    to: '  settle(turn);',
  },
  {
    name: 'a stray is left alone',
    file: 'machine/starting.ts',
    from: "  emit(turn, { type: 'signal', generation, signal: 'SIGKILL' });",
    to: '',
  },
  {
    name: 'a hang is not seen',
    file: 'machine/health.ts',
    from: 'else if (isSilent) countMiss(turn);',
    to: '',
  },
  {
    name: 'a check after a sleep is judged as any other',
    file: 'machine/health.ts',
    from: 'isSilent && isLate(lateByMs) && run.lateChecks < maxLateChecks',
    to: 'false',
  },
  {
    name: 'a busy backend is judged',
    file: 'machine/health.ts',
    from: '!isDebugged(run) && run.busy === null',
    to: '!isDebugged(run)',
  },
  {
    name: 'a debugged backend is judged',
    file: 'machine/health.ts',
    from: '!isDebugged(run) && run.busy === null',
    to: 'run.busy === null',
  },
  {
    name: 'events of an old generation are believed',
    file: 'machine/step.ts',
    from: 'event.generation === machine.generation',
    to: 'true',
  },
  {
    name: "yesterday's nonce is believed",
    file: 'machine/readiness.ts',
    from: 'if (runOf(turn).nonce !== nonce)',
    to: 'if (nonce === null)',
  },
  {
    name: 'a request is lost in a crash',
    file: 'machine/requests.ts',
    from: 'held: all.filter(isKept)',
    to: 'held: []',
  },
  {
    name: 'a stop does not cancel the next attempt',
    file: 'machine/asks.ts',
    from: "  want(turn, event);\n  clearTimer(turn, 'backoff');\n",
    to: '  want(turn, event);\n',
  },
  {
    name: 'a start that was asked for outlives the stop after it',
    file: 'machine/asks.ts',
    from: '  change(turn, { startAfresh: false });\n',
    to: '',
  },
  {
    name: 'a stop is never answered',
    file: 'machine/settle.ts',
    from: "  change(turn, { state: 'idle', wanted, error: null });\n  failHeld(turn);\n  turn.over = true;",
    to: "  change(turn, { state: 'idle', wanted, error: null });\n  failHeld(turn);",
  },
];
