import { setTimer } from './timers.js';
import type { Turn } from './turn.js';
import { changeRun } from './turn.js';

/** What was silent is forgotten, and the next look is a whole interval away. */
export function grantFreshWindow(turn: Turn): void {
  const { state, timers, config } = turn.machine;
  forgive(turn);
  // During start-up that clock is the next probe's.
  if (state !== 'starting' && timers.health !== undefined) {
    setTimer(turn, 'health', config.health.checkIntervalMs);
  }
}

function forgive(turn: Turn): void {
  changeRun(turn, { misses: 0, heard: true, probeDueMs: null });
}
