import type { WatchdogConfig } from '../config.js';
import type { Machine } from './machine.js';

/**
 * The restarts that count now. An attempt leaves the window only behind a generation that was ready: if the start-up
 * deadline is longer than the window, a backend that never gets ready would be restarted for ever.
 */
export function countedRestarts(machine: Machine, nowMs: number): readonly number[] {
  const since = nowMs - machine.config.restart.windowMs;
  return machine.run?.wasReady ? machine.restarts.filter((atMs) => atMs > since) : machine.restarts;
}

/** The first restart is immediate; then base · 2^(n-2), capped, ± jitter. */
export function restartDelayMs(restart: WatchdogConfig['restart'], attempt: number, random: number): number {
  if (attempt <= 1 || restart.baseDelayMs === 0) return 0;
  const delay = Math.min(restart.baseDelayMs * 2 ** (attempt - 2), restart.maxDelayMs);
  return Math.round(delay * (1 + restart.jitter * (2 * random - 1)));
}
