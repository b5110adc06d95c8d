import type { Cause } from '../cause.js';
import type { WatchdogConfig } from '../config.js';
import type { LifeboundError } from '../errors.js';
import { failedExitStatus, ownExitStatus } from '../exit-status.js';
import { errors, lines } from '../messages.js';
import { countedRestarts, restartDelayMs } from './budget.js';
import { causeOf } from './cause.js';
import { launch, spawnKnown } from './launch.js';
import type { Machine, Run } from './machine.js';
import { failHeld } from './requests.js';
import { clearAllTimers, setTimer } from './timers.js';
import type { Turn } from './turn.js';
import { change, emit, log, runOf } from './turn.js';

type Verdict =
  | { readonly next: 'rest' }
  | { readonly next: 'start' }
  | { readonly next: 'restart' }
  | { readonly next: 'fail'; readonly error: LifeboundError };

/** A generation is over and its tree is empty: what comes next. The one place that decides it. */
export function settle(turn: Turn): void {
  const run = runOf(turn);
  const lastCause = causeOf(turn);
  const verdict = judge(turn.machine, run, lastCause, turn.atMs);
  const restarts = countedRestarts(turn.machine, turn.atMs);
  const exitStatus = run.fatal ? failedExitStatus(run.fatal, lastCause) : ownExitStatus(lastCause);
  clearAllTimers(turn);
  change(turn, { run: null, startAfresh: false, lastCause, restarts, exitStatus });
  switch (verdict.next) {
    case 'rest':
      rest(turn);
      break;
    case 'start':
      startAfresh(turn);
      break;
    case 'restart':
      restart(turn, run.pid !== null);
      break;
    case 'fail':
      fail(turn, verdict.error);
      break;
  }
}

function judge(machine: Machine, run: Run, cause: Cause, nowMs: number): Verdict {
  const { wanted, config } = machine;
  if (wanted !== 'running') return { next: 'rest' };
  // A second generation beside a leader that can't be ended is never right, whoever asks.
  if (run.fatal && !(machine.startAfresh && run.exited)) return { next: 'fail', error: run.fatal };
  if (machine.startAfresh) return { next: 'start' };
  if (cause.kind === 'finished') return { next: 'rest' };
  if (config.restart.policy === 'no') return { next: 'fail', error: unrestarted(config, cause) };
  if (countedRestarts(machine, nowMs).length < config.restart.maxAttempts) return { next: 'restart' };
  return { next: 'fail', error: errors.restartsExhausted(config.restart.maxAttempts, cause.message) };
}

/** The policy is not to restart: the failure itself is what the user must see. */
function unrestarted(config: WatchdogConfig, cause: Cause): LifeboundError {
  if (cause.kind === 'start-timeout') return errors.startTimeout(config.label, config.startTimeoutMs);
  if (cause.kind === 'start-failed') return { code: 'START_FAILED', message: cause.message };
  return errors.crashed(cause.message);
}

/** Nothing runs and nothing is planned. */
export function rest(turn: Turn): void {
  const wanted = turn.machine.wanted === 'running' ? 'stopped' : turn.machine.wanted;
  change(turn, { state: 'idle', wanted, error: null });
  failHeld(turn);
  turn.over = true;
}

export function startAfresh(turn: Turn): void {
  change(turn, { restarts: [], error: null });
  launch(turn);
}

export function fail(turn: Turn, error: LifeboundError): void {
  change(turn, { state: 'failed', error, exitStatus: failedExitStatus(error, turn.machine.lastCause) });
  log(turn, 'ERROR', error.message);
  emit(turn, { type: 'report', error });
  failHeld(turn);
  turn.over = true;
}

function restart(turn: Turn, hadProcess: boolean): void {
  const { config, restarts } = turn.machine;
  if (hadProcess) log(turn, 'WARN', lines.died(config.label));
  const delayMs = restartDelayMs(config.restart, restarts.length + 1, turn.random);
  if (delayMs > 0) {
    change(turn, { state: 'backoff' });
    log(turn, 'INFO', lines.backoff(config.label, delayMs));
    setTimer(turn, 'backoff', delayMs);
    return;
  }
  // A command that ran a moment ago needs no search; what could not be spawned may have moved.
  attemptRestart(turn, hadProcess ? spawnKnown : launch);
}

/** Counts the attempt at the moment that it is made. */
export function attemptRestart(turn: Turn, begin: (turn: Turn) => void): void {
  const { config, restarts } = turn.machine;
  change(turn, { restarts: [...restarts, turn.atMs] });
  log(turn, 'INFO', lines.restarting(config.label, restarts.length + 1, config.restart.maxAttempts));
  begin(turn);
}
