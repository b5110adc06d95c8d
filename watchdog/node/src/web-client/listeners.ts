import type { Unsubscribe } from '@lifebound/core';

/** Listeners by key, each with its way out. */
export class Listeners<Value> {
  readonly #sets = new Map<string, Set<(value: Value) => void>>();

  add(key: string, listener: (value: Value) => void): Unsubscribe {
    const set = this.#sets.get(key) ?? new Set();
    this.#sets.set(key, set);
    // A function of its own, so that one listener may be added twice.
    const own = (value: Value) => listener(value);
    set.add(own);
    return () => {
      set.delete(own);
      if (set.size === 0 && this.#sets.get(key) === set) this.#sets.delete(key);
    };
  }

  emit(key: string, value: Value): void {
    for (const listener of [...(this.#sets.get(key) ?? [])]) listener(value);
  }
}
