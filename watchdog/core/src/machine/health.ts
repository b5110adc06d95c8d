import { lines } from '../messages.js';
import type { FromBackend } from '../protocol.js';
import { isDebugged } from './debugger.js';
import { endGeneration } from './ending.js';
import { grantFreshWindow } from './fresh-window.js';
import type { Run } from './machine.js';
import { probe, probeAgain } from './readiness.js';
import { clearTimer, isLate, setTimer } from './timers.js';
import type { EventOf, Turn } from './turn.js';
import { change, changeRun, debug, emit, log, runOf } from './turn.js';

type Busy = Extract<FromBackend, { method: 'lifebound/busy' }>['params'];

/** A backend that says "busy" for longer than this is judged again: a stuck one must not hide behind it. */
export const maxBusyMs = 600_000;

/** So many times is a silence forgiven for a late check: on a machine that is always late, a hang must be seen as well. */
const maxLateChecks = 3;

/** The regular look, each `checkIntervalMs`; during start-up the time for the next probe. */
export function check(turn: Turn, lateByMs: number): void {
  const { state, config } = turn.machine;
  if (state === 'starting') {
    probeAgain(turn);
    return;
  }
  const run = runOf(turn);
  if (!isDebugged(run) && run.busy === null) judge(turn, run, lateByMs);
  if (turn.machine.state !== 'stopping') setTimer(turn, 'health', config.health.checkIntervalMs);
}

function judge(turn: Turn, run: Run, lateByMs: number): void {
  const isSilent = turn.machine.config.readiness.kind === 'link' ? !run.heard : run.probeDueMs !== null;
  const isForgiven = isSilent && isLate(lateByMs) && run.lateChecks < maxLateChecks;
  const misses = isForgiven ? 0 : run.misses;
  const lateChecks = isSilent ? run.lateChecks + Number(isForgiven) : 0;
  changeRun(turn, { heard: false, probeDueMs: null, misses, lateChecks });
  if (isForgiven) debug(turn, lines.slept);
  else if (isSilent) countMiss(turn);
  if (turn.machine.state !== 'stopping') askForLife(turn, isSilent);
}

function askForLife(turn: Turn, isSilent: boolean): void {
  const { config, generation } = turn.machine;
  if (config.readiness.kind !== 'link') probe(turn);
  else if (isSilent)
    emit(turn, { type: 'send', generation, message: { method: 'lifebound/ping', params: {} } });
}

/** The answer to a probe of a backend that was ready. */
export function takeProbe(turn: Turn, { ok, detail }: EventOf<'probed'>): void {
  if (ok) {
    noteLife(turn);
    return;
  }
  const run = runOf(turn);
  // Its check has counted it as absent already.
  if (run.probeDueMs === null) return;
  debug(turn, `A health probe failed: ${detail}`);
  // We slept, and its answer lies unread: the next check judges, and is late as well.
  if (isLate(turn.atMs - run.probeDueMs)) return;
  changeRun(turn, { probeDueMs: null });
  if (!isDebugged(run)) countMiss(turn);
}

/** Two thresholds: suspect is told, unhealthy is ended. */
function countMiss(turn: Turn): void {
  const { config, state } = turn.machine;
  const misses = runOf(turn).misses + 1;
  const { suspectAfterMisses, unhealthyAfterMisses } = config.health;
  changeRun(turn, { misses });
  if (misses >= unhealthyAfterMisses) {
    const message = `${config.label} is alive but did not answer ${misses} health checks.`;
    log(turn, 'WARN', message);
    endGeneration(turn, 'unhealthy', message);
  } else if (misses >= suspectAfterMisses && state === 'ready') {
    change(turn, { state: 'suspect' });
    clearTimer(turn, 'stable');
    log(turn, 'WARN', lines.suspect(config.label, misses));
  }
}

/** Any byte, message or passed probe. */
export function noteLife(turn: Turn): void {
  const { state, config } = turn.machine;
  const { heard, misses, probeDueMs } = runOf(turn);
  // A fresh window forgives misses, and leaves it to the next word to say that all is well.
  if (state !== 'suspect' && heard && misses === 0 && probeDueMs === null) return;
  changeRun(turn, { heard: true, misses: 0, probeDueMs: null });
  if (state !== 'suspect') return;
  change(turn, { state: 'ready' });
  log(turn, 'INFO', lines.recovered(config.label));
  setTimer(turn, 'stable', config.restart.stableAfterMs);
}

/** "Judge me by this deadline": no judgement until then. */
export function takeBusy(turn: Turn, { forMs, what }: Busy): void {
  const spellMs = Math.min(forMs, maxBusyMs);
  if (spellMs === 0) {
    endBusy(turn);
    return;
  }
  changeRun(turn, { busy: { what, untilMs: turn.atMs + spellMs } });
  setTimer(turn, 'busy', spellMs);
  debug(turn, `Busy for up to ${spellMs} ms: ${what}`);
}

/** The spell is over, said so or not: a fresh window, as it may have been silent to the last moment. */
export function endBusy(turn: Turn): void {
  if (runOf(turn).busy === null) return;
  clearTimer(turn, 'busy');
  changeRun(turn, { busy: null });
  grantFreshWindow(turn);
}

/** A stable spell gives the whole restart budget back. */
export function giveBudgetBack(turn: Turn): void {
  if (turn.machine.restarts.length > 0) debug(turn, 'Stable: the restart budget is whole again');
  change(turn, { restarts: [] });
}
