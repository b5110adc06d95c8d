import type { Effect } from '../src/effects.js';
import type { EventBody } from '../src/events.js';
import type { Machine } from '../src/machine/machine.js';
import { must } from './invariants.js';

/** Counts the restarts by itself, from the outside: what was said and when, and not what the machine has noted. */
export class Budget {
  private attempts: number[] = [];

  /** At most `maxAttempts` in any window; a start that somebody asked for begins anew, and so does a stable spell. */
  check(before: Machine, body: EventBody, after: Machine, effects: readonly Effect[], nowMs: number): void {
    const { windowMs, maxAttempts } = after.config.restart;
    if (effects.some(isAttempt)) {
      this.attempts = this.attempts.filter((atMs) => atMs > nowMs - windowMs);
      this.attempts.push(nowMs);
      must(this.attempts.length <= maxAttempts, 'the budget holds in any window', this.attempts);
    } else if (after.generation > before.generation) {
      this.attempts = [];
    } else if (body.type === 'timer' && body.timer === 'stable' && before.state === 'ready') {
      this.attempts = [];
    }
  }
}

function isAttempt(effect: Effect): boolean {
  return effect.type === 'log' && effect.message.startsWith('Attempting to restart');
}
