import type { TimerName } from '../events.js';
import { forceEnd, lookAgain } from './ending.js';
import { check, endBusy, giveBudgetBack } from './health.js';
import { launch } from './launch.js';
import { becomeReady } from './readiness.js';
import { attemptRestart } from './settle.js';
import { missStartDeadline } from './starting.js';
import { forgetTimer } from './timers.js';
import type { EventOf, Turn } from './turn.js';
import { emit } from './turn.js';

/** What each clock does when it rings. A state sets only the clocks that it needs, and clears them when it is left. */
export const alarms: Readonly<Record<TimerName, (turn: Turn, lateByMs: number) => void>> = {
  start: missStartDeadline,
  'stay-up': noteStayedUp,
  health: check,
  busy: endBusy,
  stable: giveBudgetBack,
  backoff: attemptNext,
  grace: forceEnd,
  empty: lookAgain,
};

/** It has stayed up: that is all a backend without link and port can show. */
function noteStayedUp(turn: Turn): void {
  becomeReady(turn, { version: null, port: null });
}

/** The back-off is over. What died may have been replaced meanwhile: look again. */
function attemptNext(turn: Turn): void {
  attemptRestart(turn, launch);
}

/** Bodies' clocks are coarse: this much too early is on time. */
const earlyToleranceMs = 2;

/** A clock that is not set any more was on its way when it was cleared: nothing. */
export function ring(turn: Turn, { timer, generation }: EventOf<'timer'>): void {
  const set = turn.machine.timers[timer];
  if (set === undefined) return;
  const lateByMs = turn.atMs - set.dueMs;
  if (lateByMs < -earlyToleranceMs) {
    // The ring of an older setting; or a hasty clock. Either way the rest is still to be waited for.
    emit(turn, { type: 'setTimer', timer, generation, delayMs: Math.ceil(-lateByMs) });
    return;
  }
  forgetTimer(turn, timer);
  alarms[timer](turn, lateByMs);
}
