import type { Effect } from '../effects.js';
import type { Event, EventBody } from '../events.js';
import { isDebugged } from './debugger.js';
import type { Machine } from './machine.js';
import { endStray } from './starting.js';
import { table } from './table.js';
import type { Turn } from './turn.js';
import { change, emit } from './turn.js';

export interface StepResult {
  readonly machine: Machine;
  /** To be carried out in order. */
  readonly effects: readonly Effect[];
}

/** The whole watchdog: what happened → what it knows now, and what is to be done. Pure. Throws on an unknown event. */
export function step(machine: Machine, event: Event): StepResult {
  const turn: Turn = { machine, atMs: event.atMs, random: event.random, effects: [], over: false };
  const row = table[machine.state];
  if (!Object.hasOwn(row, event.type)) throw new Error(`${JSON.stringify(event.type)} is not an event`);
  if (isOfThisGeneration(machine, event)) {
    const cell = row[event.type] as (turn: Turn, event: EventBody) => void;
    cell(turn, event);
  } else if (event.type === 'spawned') {
    endStray(turn, event);
  }
  if (isVisiblyOther(machine, turn.machine) || isOutdated(turn.machine, event.atMs)) tellStatus(turn);
  if (turn.over) emit(turn, { type: 'over', exitStatus: turn.machine.exitStatus });
  return { machine: turn.machine, effects: turn.effects };
}

/** An event of another generation changes nothing: it is about a process that is not watched any more. */
function isOfThisGeneration(machine: Machine, event: Event): boolean {
  return !('generation' in event) || event.generation === machine.generation;
}

/** Requests in flight come and go too fast to tell each; the next event after a second does, at the latest the check. */
const inFlightPauseMs = 1_000;

function isOutdated({ told, inFlight }: Machine, nowMs: number): boolean {
  return told.inFlight !== inFlight.length && nowMs - told.atMs >= inFlightPauseMs;
}

function tellStatus(turn: Turn): void {
  change(turn, { told: { inFlight: turn.machine.inFlight.length, atMs: turn.atMs } });
  emit(turn, { type: 'status' });
}

function isVisiblyOther(before: Machine, after: Machine): boolean {
  if (before === after) return false;
  return (
    before.state !== after.state ||
    before.wanted !== after.wanted ||
    before.generation !== after.generation ||
    before.run?.pid !== after.run?.pid ||
    before.run?.exited !== after.run?.exited ||
    before.run?.cause !== after.run?.cause ||
    before.run?.busy !== after.run?.busy ||
    isDebugged(before.run) !== isDebugged(after.run) ||
    before.restarts.length !== after.restarts.length ||
    before.lastCause !== after.lastCause ||
    before.error !== after.error ||
    before.command !== after.command ||
    before.backendVersion !== after.backendVersion ||
    before.held.length !== after.held.length
  );
}
