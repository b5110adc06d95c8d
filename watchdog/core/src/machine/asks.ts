import type { CauseKind } from '../cause.js';
import { errors, lines } from '../messages.js';
import { blame } from './cause.js';
import { endGeneration, shortenGrace } from './ending.js';
import { fail, rest, settle, startAfresh } from './settle.js';
import { clearTimer } from './timers.js';
import type { EventOf, Turn } from './turn.js';
import { change, debug, log } from './turn.js';

/** Three ways to want nothing running: until `start`, until `resume`, for ever. */
type EndAsk = EventOf<'stop'> | EventOf<'hold'> | EventOf<'hostGone'>;

/** `start` with nothing running, and none planned. */
export function begin(turn: Turn): void {
  if (!mayRun(turn)) return;
  log(turn, 'INFO', lines.starting(turn.machine.config.label));
  startAfresh(turn);
}

/** `start` or `restart` during the back-off, `restart` with nothing running: now, with a fresh budget. */
export function beginNow(turn: Turn): void {
  if (!mayRun(turn)) return;
  log(turn, 'INFO', lines.restartAsked(turn.machine.config.label));
  clearTimer(turn, 'backoff');
  startAfresh(turn);
}

/** `start` while an old generation is ending after a stop: remembered. */
export function beginAfterwards(turn: Turn): void {
  if (turn.machine.wanted !== 'running' && mayRun(turn)) change(turn, { startAfresh: true });
}

/** `restart` with a process. */
export function restartProcess(turn: Turn, { graceMs }: EventOf<'restart'>): void {
  const { config } = turn.machine;
  const how = graceMs === 0 ? ', without a grace' : '';
  change(turn, { startAfresh: true });
  endGeneration(turn, 'restart-asked', `A restart of ${config.label} was asked for${how}.`, graceMs);
}

/** `restart` while an old generation is ending: remembered, with a fresh budget, and a shorter grace counts. */
export function restartAfterwards(turn: Turn, { graceMs }: EventOf<'restart'>): void {
  if (!mayRun(turn)) return;
  change(turn, { startAfresh: true });
  if (graceMs !== undefined) shortenGrace(turn, graceMs);
}

/** `resume` with nothing running. */
export function resumeRest(turn: Turn): void {
  if (release(turn) === 'running') begin(turn);
}

/** `resume` while the held generation is still ending. */
export function resumeAfterwards(turn: Turn): void {
  if (release(turn) === 'running') change(turn, { startAfresh: true });
}

/** Nothing runs: answered at once. */
export function endNothing(turn: Turn, event: EndAsk): void {
  want(turn, event);
  rest(turn);
}

/** The search has no process to end; its late answer is ignored. */
export function endSearch(turn: Turn, event: EndAsk): void {
  want(turn, event);
  blame(turn, causes[event.type], describe(turn, event));
  settle(turn);
}

export function endProcess(turn: Turn, event: EndAsk): void {
  want(turn, event);
  endGeneration(turn, causes[event.type], describe(turn, event));
}

/** It is ending already, for its first cause; what comes after is now nothing. */
export function endAfterwards(turn: Turn, event: EndAsk): void {
  want(turn, event);
}

export function endBackoff(turn: Turn, event: EndAsk): void {
  want(turn, event);
  clearTimer(turn, 'backoff');
  rest(turn);
}

const causes: Record<EndAsk['type'], CauseKind> = {
  stop: 'stop-asked',
  hold: 'held',
  hostGone: 'host-gone',
};

function describe(turn: Turn, event: EndAsk): string {
  const { label } = turn.machine.config;
  if (event.type === 'stop') return `A stop of ${label} was asked for.`;
  if (event.type === 'hold') return `${label} was put on hold.`;
  return `The host of ${label} has ended (${event.reason}).`;
}

function want(turn: Turn, event: EndAsk): void {
  const { wanted, hostGone } = turn.machine;
  change(turn, { startAfresh: false });
  if (event.type === 'hostGone') {
    change(turn, { hostGone: true, wanted: 'stopped' });
  } else if (wanted === 'held') {
    // A stop does not end the hold: an updater may be at work. It says what comes after.
    if (event.type === 'stop') change(turn, { wantedAfterHold: 'stopped' });
  } else if (event.type === 'stop') {
    change(turn, { wanted: 'stopped' });
  } else if (!hostGone) {
    change(turn, { wanted: 'held', wantedAfterHold: wanted });
    log(turn, 'INFO', lines.held(turn.machine.config.label));
  }
}

/** Ends a hold and answers what is wanted now; `null` when there was none. */
function release(turn: Turn): 'running' | 'stopped' | null {
  const { wanted, wantedAfterHold } = turn.machine;
  if (wanted !== 'held') return null;
  change(turn, { wanted: wantedAfterHold });
  return wantedAfterHold;
}

/**
 * After the host's end nothing starts, and nothing beside a leader that can't be ended. While held, a start is
 * remembered for `resume`.
 */
function mayRun(turn: Turn): boolean {
  const { hostGone, wanted, undead, config } = turn.machine;
  if (hostGone) {
    debug(turn, 'Ignored a start: the host has ended');
    return false;
  }
  if (wanted === 'held') {
    change(turn, { wantedAfterHold: 'running' });
    log(turn, 'INFO', lines.held(config.label));
    return false;
  }
  change(turn, { wanted: 'running' });
  if (undead === null) return true;
  const left = undead.pid === null ? [] : [{ pid: undead.pid, name: '' }];
  fail(turn, errors.treeNotEmpty(config.label, left));
  return false;
}
