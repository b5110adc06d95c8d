import { lines } from '../messages.js';
import type { FromBackend } from '../protocol.js';
import { endGeneration } from './ending.js';
import { probe, probeAgain } from './readiness.js';
import { clearTimer, isLate, setTimer } from './timers.js';
import type { EventOf, Turn } from './turn.js';
import { change, changeRun, debug, emit, log } from './turn.js';

type Busy = Extract<FromBackend, { method: 'lifebound/busy' }>['params'];

/** A backend that says "busy" for longer than this is judged again: a stuck one must not hide behind it. */
export const maxBusyMs = 600_000;

/** The regular look, each `checkIntervalMs`; during start-up the time for the next probe. */
export function check(turn: Turn, lateByMs: number): void {
  const { state, run, config, debuggerAttached } = turn.machine;
  if (state === 'starting') {
    probeAgain(turn);
    return;
  }
  if (run !== null && !debuggerAttached && run.busy === null) judge(turn, lateByMs);
  if (turn.machine.state !== 'stopping') setTimer(turn, 'health', config.health.checkIntervalMs);
}

function judge(turn: Turn, lateByMs: number): void {
  const { run, config } = turn.machine;
  if (isLate(lateByMs, config.health.checkIntervalMs)) {
    debug(turn, lines.slept);
    forgive(turn);
    probe(turn);
    return;
  }
  const isSilent = config.readiness.kind === 'link' ? !run?.heard : run?.probePending === true;
  changeRun(turn, { heard: false, probePending: false });
  if (isSilent) countMiss(turn);
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
  const { run, debuggerAttached } = turn.machine;
  // Its check has counted it as absent already.
  if (run === null || !run.probePending) return;
  changeRun(turn, { probePending: false });
  debug(turn, `A health probe failed: ${detail}`);
  if (!debuggerAttached && run.busy === null) countMiss(turn);
}

/** Two thresholds: suspect is told, unhealthy is ended. */
function countMiss(turn: Turn): void {
  const { run, config, state } = turn.machine;
  if (run === null) return;
  const misses = run.misses + 1;
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
  const { run, state, config } = turn.machine;
  if (run === null || (run.heard && run.misses === 0 && !run.probePending)) return;
  changeRun(turn, { heard: true, misses: 0, probePending: false });
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
  if (turn.machine.run?.busy === null) return;
  clearTimer(turn, 'busy');
  changeRun(turn, { busy: null });
  grantFreshWindow(turn);
}

/** A debugger holds the backend still: nothing is judged until it lets go. */
export function noteDebugger(turn: Turn, { attached }: { readonly attached: boolean }): void {
  if (attached === turn.machine.debuggerAttached) return;
  change(turn, { debuggerAttached: attached });
  debug(turn, attached ? 'A debugger is attached: no judgement' : 'The debugger is gone');
  if (attached) return;
  grantFreshWindow(turn);
  if (turn.machine.timers.start !== undefined) setTimer(turn, 'start', turn.machine.config.startTimeoutMs);
}

/** What was silent is forgotten, and the next look is a whole interval away. */
function grantFreshWindow(turn: Turn): void {
  const { state, timers, config } = turn.machine;
  forgive(turn);
  if (state !== 'starting' && timers.health !== undefined) {
    setTimer(turn, 'health', config.health.checkIntervalMs);
  }
}

function forgive(turn: Turn): void {
  changeRun(turn, { misses: 0, heard: true, probePending: false });
}

/** A stable spell gives the whole restart budget back. */
export function giveBudgetBack(turn: Turn): void {
  if (turn.machine.restarts.length > 0) debug(turn, 'Stable: the restart budget is whole again');
  change(turn, { restarts: [] });
}
