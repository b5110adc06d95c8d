import type { CellEdit, Changed, Operation } from '../service/api.js';

export type Change =
  | { readonly kind: 'set'; readonly edits: readonly CellEdit[] }
  | { readonly kind: 'apply'; readonly operation: Operation }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' };

/** A change with the key that makes it apply once, however often it is sent. */
export type KeyedChange = Change & { readonly key: string };

export interface Failure {
  readonly code: string;
  readonly message: string;
}

export interface EditQueueOptions {
  /** Sends one change; rejects with `{code, message}`. */
  readonly send: (change: KeyedChange) => Promise<Changed>;
  readonly onAcknowledged: (change: KeyedChange, answer: Changed) => void;
  /** The service does not want it, and never will. */
  readonly onRefused: (change: KeyedChange, failure: Failure) => void;
  /** The number of changes that are not acknowledged. */
  readonly onLength: (length: number) => void;
  readonly newKey: () => string;
  /** Calls back after `delayMs`; a timer, or a test's clock. */
  readonly schedule: (callback: () => void, delayMs: number) => void;
}

/** The backend is away, or was while it had the change: it may or may not have been applied, so the key decides. */
const awayCodes = new Set([
  'BACKEND_GONE',
  'BACKEND_BUSY',
  'BACKEND_STOPPED',
  'REQUEST_TIMEOUT',
  'REQUEST_CANCELLED',
  'DISCONNECTED',
]);

/** A queue that waits for the backend looks again by itself, should the news of its return be missed. */
const retryDelayMs = 1_000;

/**
 * The changes of one workbook, in order, one in flight. A change is kept until the service has acknowledged it, which
 * it does only once it is in its journal on disk; after a restart it is sent again with the same key.
 */
export class EditQueue {
  readonly #options: EditQueueOptions;
  readonly #waiting: KeyedChange[] = [];
  #inFlight = false;
  #retryPlanned = false;
  #closed = false;

  constructor(options: EditQueueOptions) {
    this.#options = options;
  }

  /** What the service has not acknowledged, oldest first. */
  get waiting(): readonly KeyedChange[] {
    return this.#waiting;
  }

  get length(): number {
    return this.#waiting.length;
  }

  push(change: Change): KeyedChange {
    const keyed: KeyedChange = { ...change, key: this.#options.newKey() };
    this.#waiting.push(keyed);
    this.#options.onLength(this.length);
    this.resume();
    return keyed;
  }

  /** Changes of a page that is gone, with their keys: the service applies what it does not have yet. */
  takeUp(changes: readonly KeyedChange[]): void {
    this.#waiting.push(...changes);
    this.#options.onLength(this.length);
    this.resume();
  }

  /** Sends what waits: called when the backend is ready again. */
  resume(): void {
    const head = this.#waiting[0];
    if (!head || this.#inFlight || this.#closed) return;
    this.#inFlight = true;
    void this.#deliver(head);
  }

  /** Nothing is sent or called back any more. */
  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
  }

  async #deliver(head: KeyedChange): Promise<void> {
    let outcome: { answer: Changed } | { failure: Failure };
    try {
      outcome = { answer: await this.#options.send(head) };
    } catch (error) {
      outcome = { failure: failureOf(error) };
    }
    this.#inFlight = false;
    if (this.#closed) return;
    if ('failure' in outcome && awayCodes.has(outcome.failure.code)) return this.#retryLater();
    this.#waiting.shift();
    this.#options.onLength(this.length);
    if ('answer' in outcome) this.#options.onAcknowledged(head, outcome.answer);
    else this.#options.onRefused(head, outcome.failure);
    this.resume();
  }

  #retryLater(): void {
    if (this.#retryPlanned) return;
    this.#retryPlanned = true;
    this.#options.schedule(() => {
      this.#retryPlanned = false;
      this.resume();
    }, retryDelayMs);
  }
}

export function failureOf(error: unknown): Failure {
  if (error && typeof error === 'object' && 'code' in error && 'message' in error) {
    return { code: String(error.code), message: String(error.message) };
  }
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) };
}

export function isAway(failure: Failure): boolean {
  return awayCodes.has(failure.code);
}
