import type { TimerName } from '../events.js';
import type { Turn } from './turn.js';
import { change, changeRun, emit } from './turn.js';

/** Sets or replaces: there is one timer of a kind, and the machine knows when it is due. */
export function setTimer(turn: Turn, timer: TimerName, delayMs: number): void {
  const { generation, timers } = turn.machine;
  const delay = Math.ceil(delayMs);
  change(turn, { timers: { ...timers, [timer]: { dueMs: turn.atMs + delay } } });
  emit(turn, { type: 'setTimer', timer, generation, delayMs: delay });
}

export function clearTimer(turn: Turn, timer: TimerName): void {
  if (turn.machine.timers[timer] === undefined) return;
  forgetTimer(turn, timer);
  emit(turn, { type: 'clearTimer', timer });
}

/** It has fired: the body has nothing to clear. */
export function forgetTimer(turn: Turn, timer: TimerName): void {
  const { [timer]: _gone, ...timers } = turn.machine.timers;
  change(turn, { timers });
}

export function clearAllTimers(turn: Turn): void {
  for (const timer of Object.keys(turn.machine.timers)) clearTimer(turn, timer as TimerName);
}

/**
 * What comes this much later than due was not late by itself: the machine slept or is overloaded, or the host was
 * stopped; the backend may have been, too. Below one second a busy machine explains it.
 */
const lateAfterMs = 1_000;

export function isLate(lateByMs: number): boolean {
  return lateByMs > lateAfterMs;
}

/**
 * After a sleep, of which nobody knows when it began, a deadline is granted anew, once in a generation: bounded, since a stop has to end.
 * Answers whether it was granted.
 */
export function grantAnew(turn: Turn, timer: TimerName, lateByMs: number, delayMs: number): boolean {
  const granted = turn.machine.run?.granted ?? [];
  if (!isLate(lateByMs) || granted.includes(timer)) return false;
  changeRun(turn, { granted: [...granted, timer] });
  setTimer(turn, timer, delayMs);
  return true;
}
