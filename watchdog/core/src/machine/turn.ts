import type { Effect, LogLevel } from '../effects.js';
import type { EventBody, EventName } from '../events.js';
import type { Machine, Run } from './machine.js';

/** One step in the making: the machine so far, and the effects so far. */
export interface Turn {
  machine: Machine;
  readonly atMs: number;
  readonly random: number;
  readonly effects: Effect[];
  /** Nothing runs and nothing is planned: `over` is the turn's last effect. */
  over: boolean;
}

export type EventOf<Name extends EventName> = Extract<EventBody, { readonly type: Name }>;
export type Step<Name extends EventName> = (turn: Turn, event: EventOf<Name>) => void;

export function change(turn: Turn, patch: Partial<Machine>): void {
  turn.machine = { ...turn.machine, ...patch };
}

/** The generation under way. The cells of `locating` to `stopping` have one, and no others ask. */
export function runOf({ machine }: Turn): Run {
  if (machine.run === null) throw new Error(`no generation in ${machine.state}`);
  return machine.run;
}

export function changeRun(turn: Turn, patch: Partial<Run>): void {
  change(turn, { run: { ...runOf(turn), ...patch } });
}

export function emit(turn: Turn, effect: Effect): void {
  turn.effects.push(effect);
}

export function log(turn: Turn, level: LogLevel, message: string): void {
  emit(turn, { type: 'log', level, message });
}

/** DEBUG lines carry the generation, so that lines of two generations can be told apart. */
export function debug(turn: Turn, message: string): void {
  log(turn, 'DEBUG', `${message} (generation ${turn.machine.generation})`);
}
