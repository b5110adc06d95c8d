import { setTimeout as sleep } from 'node:timers/promises';

/** Polls until it holds (neither false nor null nor undefined) and gives it, or `null` when the time is over. */
export async function waitUntil(look, { timeoutMs, everyMs = 5 }) {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = look();
    if (value !== false && value !== null && value !== undefined) return value;
    if (performance.now() > end) return null;
    await sleep(everyMs);
  }
}
