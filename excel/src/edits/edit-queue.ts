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

export type KeyedEdits = Extract<KeyedChange, { readonly kind: 'set' }>;

/** What became of a change that was sent with others. */
export type Outcome = { readonly answer: Changed } | { readonly failure: Failure };

export interface EditQueueOptions {
  /** Sends one change; rejects with `{code, message}`. */
  readonly send: (change: KeyedChange) => Promise<Changed>;
  /** Sends several that were typed meanwhile, to be computed once; an outcome for each, in order. */
  readonly sendMany: (changes: readonly KeyedEdits[]) => Promise<readonly Outcome[]>;
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

/** Of one request, whose deadline and size are those of one change. */
const maxTogether = 200;
const maxCharactersTogether = 100_000;

/** A queue that waits for the backend looks again by itself, should the news of its return be missed. */
const retryDelayMs = 1_000;

/**
 * The changes of one workbook, in order, one request in flight: a change, or the edits that have come to wait behind
 * it. A change is kept until the service has acknowledged it, which it does only once it is in its journal on disk;
 * after a restart it is sent again with the same key.
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
    if (this.#waiting.length === 0 || this.#inFlight || this.#closed) return;
    this.#inFlight = true;
    const together = this.#firstEdits();
    void this.#deliver(together.length > 1 ? together : this.#waiting.slice(0, 1));
  }

  /** The edits at the head of the queue, as many as go in one request. */
  #firstEdits(): readonly KeyedEdits[] {
    const found: KeyedEdits[] = [];
    let characters = 0;
    for (const change of this.#waiting.slice(0, maxTogether)) {
      if (change.kind !== 'set') break;
      // An empty input is something to do, too.
      characters += change.edits.reduce((sum, { input }) => sum + 20 + input.length, 0);
      if (characters > maxCharactersTogether) break;
      found.push(change);
    }
    return found;
  }

  /** Nothing is sent or called back any more. */
  close(): void {
    this.#closed = true;
    this.#waiting.length = 0;
  }

  async #deliver(sent: readonly KeyedChange[]): Promise<void> {
    const outcomes = await this.#send(sent);
    this.#inFlight = false;
    if (this.#closed) return;
    if (outcomes.some((outcome) => 'failure' in outcome && awayCodes.has(outcome.failure.code)))
      return this.#retryLater();
    this.#waiting.splice(0, sent.length);
    this.#options.onLength(this.length);
    for (const [index, change] of sent.entries()) {
      const outcome = outcomes[index]!;
      if ('answer' in outcome) this.#options.onAcknowledged(change, outcome.answer);
      else this.#options.onRefused(change, outcome.failure);
    }
    this.resume();
  }

  /** @returns one for each: what fails as a whole fails for all */
  async #send(sent: readonly KeyedChange[]): Promise<readonly Outcome[]> {
    try {
      if (sent.length > 1) return await this.#options.sendMany(sent as readonly KeyedEdits[]);
      return [{ answer: await this.#options.send(sent[0]!) }];
    } catch (error) {
      const failure = failureOf(error);
      return sent.map(() => ({ failure }));
    }
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
