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

// Apart, so that a keystroke does not write again all that waits.
const prefixes = { changes: 'input/changes/', draft: 'input/draft/' } as const;
/** What nobody came back for, as for recovery data. */
const keptMs = 7 * 24 * 3_600_000;

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
    const changes = this.#read(prefixes.changes + workbook);
    return {
      changes: Array.isArray(changes) ? changes : [],
      draft: this.#read(prefixes.draft + workbook) as Draft | null,
    };
  }

  writeChanges(workbook: string, changes: Input['changes']): void {
    this.#write(prefixes.changes + workbook, changes.length === 0 ? null : changes);
  }

  writeDraft(workbook: string, draft: Draft | null): void {
    this.#write(prefixes.draft + workbook, draft);
  }

  forget(workbook: string): void {
    for (const prefix of Object.values(prefixes)) this.#storage.removeItem(prefix + workbook);
  }

  /** Removes what is too old, or can't be read. */
  forgetOld(): void {
    const keys = Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index) ?? '');
    for (const key of keys.filter((one) => one.startsWith('input/')))
      if (this.#read(key) === null) this.#storage.removeItem(key);
  }

  #write(key: string, value: object | null): void {
    try {
      if (value === null) this.#storage.removeItem(key);
      else this.#storage.setItem(key, JSON.stringify({ at: this.#now(), value }));
    } catch {
      // More than the storage takes (a paste of megabytes): an older state must not come back instead.
      this.#storage.removeItem(key);
    }
  }

  /** `null`: nothing, too old, or not to be read. */
  #read(key: string): unknown {
    try {
      const kept = JSON.parse(this.#storage.getItem(key) ?? 'null');
      return typeof kept?.at === 'number' && this.#now() - kept.at < keptMs ? kept.value : null;
    } catch {
      return null;
    }
  }
}
