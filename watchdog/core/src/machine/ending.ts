import type { CauseKind } from '../cause.js';
import { errors, lines } from '../messages.js';
import { blame, blameExit, causeOf } from './cause.js';
import { loseInFlight } from './requests.js';
import { settle } from './settle.js';
import { clearAllTimers, clearTimer, grantAnew, setTimer } from './timers.js';
import type { EventOf, Turn } from './turn.js';
import { change, changeRun, debug, emit, log, runOf } from './turn.js';

/** How long a killed tree may take to vanish before the next look; the kernel needs milliseconds. */
const emptyTimeoutMs = 2_000;
/** Pause before a tree that was not empty is killed again. */
const treeRetryMs = 200;
/** After this many looks it is told and left: a process in an uninterruptible wait can't be ended by anybody. */
const maxTreeTries = 4;

/** Ends the generation that runs: polite, then forced at the end of the grace; at once when it has been given none. */
export function endGeneration(turn: Turn, kind: CauseKind, message: string, graceMs?: number): void {
  const { config } = turn.machine;
  blame(turn, kind, message);
  clearAllTimers(turn);
  change(turn, { state: 'stopping' });
  changeRun(turn, { graceMs: graceMs ?? config.terminationTimeoutMs });
  log(turn, 'INFO', lines.stopping(config.label, kind));
  if (graceMs === 0) {
    kill(turn);
    return;
  }
  setTimer(turn, 'grace', runOf(turn).graceMs);
  // Without a pid the spawn is not answered yet: `endLateComer` goes on.
  if (runOf(turn).pid !== null) askToEnd(turn);
}

/** It is ending politely, and somebody can't wait as long; a grace is never made longer. */
export function shortenGrace(turn: Turn, graceMs: number): void {
  const { grace } = turn.machine.timers;
  if (grace === undefined) return;
  if (graceMs === 0) {
    clearTimer(turn, 'grace');
    kill(turn);
  } else if (grace.dueMs > turn.atMs + graceMs) {
    changeRun(turn, { graceMs });
    setTimer(turn, 'grace', graceMs);
  }
}

/** All three ways to say it: a backend may listen to one of them only. */
export function askToEnd(turn: Turn): void {
  const { config, generation } = turn.machine;
  if (config.readiness.kind === 'link') {
    const params = { reason: causeOf(turn).kind, graceMs: runOf(turn).graceMs };
    emit(turn, { type: 'send', generation, message: { method: 'lifebound/stop', params } });
    emit(turn, { type: 'closeStdin', generation });
  }
  emit(turn, { type: 'signal', generation, signal: 'SIGTERM' });
}

/** The grace is over. */
export function forceEnd(turn: Turn, lateByMs: number): void {
  const { graceMs } = runOf(turn);
  // A machine that slept meanwhile took the backend's time to save as well.
  if (grantAnew(turn, 'grace', lateByMs, graceMs)) return;
  log(turn, 'WARN', lines.forcing(turn.machine.config.label, graceMs));
  kill(turn);
}

export function kill(turn: Turn): void {
  emit(turn, { type: 'signal', generation: turn.machine.generation, signal: 'SIGKILL' });
  setTimer(turn, 'empty', emptyTimeoutMs);
}

/** The leader has gone by itself. */
export function takeCrash(turn: Turn, event: EventOf<'exited'>): void {
  blameExit(turn, event);
  // An exit that the policy takes for the end of the work is no warning.
  const level = causeOf(turn).kind === 'finished' ? 'INFO' : 'WARN';
  log(turn, level, lines.exited(turn.machine.config.label));
  clearAllTimers(turn);
  change(turn, { state: 'stopping' });
  emptyTree(turn);
}

/** The leader has gone as it was told. */
export function takeExit(turn: Turn, event: EventOf<'exited'>): void {
  const { config } = turn.machine;
  if (runOf(turn).exited) return;
  blameExit(turn, event);
  const isAsked = asked.has(causeOf(turn).kind);
  log(turn, isAsked ? 'INFO' : 'WARN', (isAsked ? lines.stopped : lines.exited)(config.label));
  emptyTree(turn);
}

const asked: ReadonlySet<CauseKind> = new Set<CauseKind>([
  'stop-asked',
  'restart-asked',
  'held',
  'host-gone',
]);

type LateExit = EventOf<'exited'> | EventOf<'spawnFailed'>;

/** The leader that could not be ended has gone after all, or never was: a start is possible again. */
export function takeLateExit(turn: Turn, { type, generation }: LateExit): void {
  const { undead } = turn.machine;
  if (undead === null) return;
  debug(turn, `Process ${undead.pid ?? 'without an answer'} has gone after all`);
  change(turn, { undead: null });
  if (type === 'exited') emit(turn, { type: 'endTree', generation, graceMs: 0 });
}

/** Left-overs of a dead generation go before the next one starts: in what is left of the grace, if they were asked to. */
function emptyTree(turn: Turn): void {
  const { timers } = turn.machine;
  const graceMs = Math.max(0, (timers.grace?.dueMs ?? turn.atMs) - turn.atMs);
  clearTimer(turn, 'grace');
  changeRun(turn, { exited: true, treeTries: 0 });
  loseInFlight(turn);
  look(turn, graceMs);
}

/** The answer to `endTree`. */
export function takeTreeCheck(turn: Turn, { left }: EventOf<'treeChecked'>): void {
  if (!runOf(turn).exited) return;
  changeRun(turn, { treeLeft: left });
  if (left.length === 0) settle(turn);
  else setTimer(turn, 'empty', treeRetryMs);
}

/** No answer, or not empty: again, a bounded number of times. */
export function lookAgain(turn: Turn): void {
  look(turn, 0);
}

function look(turn: Turn, graceMs: number): void {
  const { generation } = turn.machine;
  const run = runOf(turn);
  if (run.treeTries >= maxTreeTries) {
    giveUpTree(turn);
    return;
  }
  changeRun(turn, { treeTries: run.treeTries + 1 });
  if (!run.exited) {
    kill(turn);
    return;
  }
  emit(turn, { type: 'endTree', generation, graceMs });
  setTimer(turn, 'empty', graceMs + emptyTimeoutMs);
}

/** A helper that is left over is told and left; with its leader alive, a second generation must not start. */
function giveUpTree(turn: Turn): void {
  const { config, wanted } = turn.machine;
  const run = runOf(turn);
  const leader = run.pid === null ? [] : [{ pid: run.pid, name: '' }];
  const error = errors.treeNotEmpty(config.label, run.exited ? run.treeLeft : leader);
  if (!run.exited) {
    changeRun(turn, { fatal: error });
    change(turn, { undead: { pid: run.pid } });
    loseInFlight(turn);
  }
  if (run.exited || wanted !== 'running') {
    log(turn, 'ERROR', error.message);
    emit(turn, { type: 'report', error });
  }
  settle(turn);
}
