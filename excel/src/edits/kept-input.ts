import type { KeyedChange } from './edit-queue.js';

/** Text that is being typed into a cell. */
export interface Draft {
  readonly sheet: number;
  readonly row: number;
  readonly column: number;
  readonly mode: 'enter' | 'edit';
  readonly text: string;
}

/** Of one workbook: what the service has not acknowledged, oldest first, and what is not even committed. */
export interface Input {
  readonly changes: readonly KeyedChange[];
  readonly draft: Draft | null;
}

/** As the DOM's `Storage`; all that is used of it. */
export type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const prefix = 'input/';
/** What nobody came back for, as for recovery data. */
const keptMs = 7 * 24 * 3_600_000;
const none: Input = { changes: [], draft: null };

/**
 * What a page would lose with its process: kept in the web view's storage, which belongs to another process. A page
 * that is loaded again finds it there and sends the changes again; their keys make them apply once.
 */
export class KeptInput {
  readonly #storage: KeyValueStorage;
  readonly #now: () => number;

  constructor(storage: KeyValueStorage, now: () => number = Date.now) {
    this.#storage = storage;
    this.#now = now;
  }

  read(workbook: string): Input {
    const kept = this.#parse(prefix + workbook);
    return kept && this.#now() - kept.at < keptMs ? kept.input : none;
  }

  write(workbook: string, input: Input): void {
    const isEmpty = input.changes.length === 0 && input.draft === null;
    try {
      if (isEmpty) this.forget(workbook);
      else this.#storage.setItem(prefix + workbook, JSON.stringify({ at: this.#now(), input }));
    } catch {
      // More than the storage takes (a paste of megabytes): an older state must not come back instead.
      this.forget(workbook);
    }
  }

  forget(workbook: string): void {
    this.#storage.removeItem(prefix + workbook);
  }

  /** Removes what is too old, or can't be read. */
  forgetOld(): void {
    const keys = Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index) ?? '');
    for (const key of keys.filter((one) => one.startsWith(prefix))) {
      const kept = this.#parse(key);
      if (!kept || this.#now() - kept.at >= keptMs) this.#storage.removeItem(key);
    }
  }

  #parse(key: string): { at: number; input: Input } | null {
    try {
      const kept = JSON.parse(this.#storage.getItem(key) ?? 'null');
      return typeof kept?.at === 'number' && Array.isArray(kept.input?.changes) ? kept : null;
    } catch {
      return null;
    }
  }
}
