import type { TimerName } from '@lifebound/core';

/** The core's named timers: one of a kind, and setting one again replaces it. */
export class Timers {
  readonly #running = new Map<TimerName, NodeJS.Timeout>();
  readonly #onFire: (timer: TimerName, generation: number) => void;

  constructor(onFire: (timer: TimerName, generation: number) => void) {
    this.#onFire = onFire;
  }

  set(timer: TimerName, generation: number, delayMs: number): void {
    this.clear(timer);
    const fire = () => {
      this.#running.delete(timer);
      this.#onFire(timer, generation);
    };
    this.#running.set(timer, setTimeout(fire, delayMs));
  }

  clear(timer: TimerName): void {
    clearTimeout(this.#running.get(timer));
    this.#running.delete(timer);
  }

  clearAll(): void {
    for (const timer of [...this.#running.keys()]) this.clear(timer);
  }
}
