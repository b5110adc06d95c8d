import { formatRequest } from './channel/message.js';
import { LifeboundFailure } from './failure.js';

export interface RequestOptions {
  /** `safe`: may be repeated; held over a restart and sent again, instead of failing with BACKEND_GONE. @default 'never' */
  readonly retry?: 'never' | 'safe';
  /** REQUEST_TIMEOUT after so long. @default none */
  readonly timeoutMs?: number;
  /** REQUEST_CANCELLED when aborted; the backend is told. */
  readonly signal?: AbortSignal;
}

/** What the ledger asks of the watchdog. */
export interface LedgerHandlers {
  requested(id: number, bytes: number, retry: 'never' | 'safe'): void;
  answered(id: number): void;
  /** Nobody waits any more: the core forgets it, the backend may stop working on it. */
  cancelled(id: number): void;
}

interface Entry {
  readonly line: string;
  settle(): void;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: LifeboundFailure) => void;
}

/** The payloads of open requests, by id. When one is sent, sent again or failed is decided by the core. */
export class RequestLedger {
  readonly #entries = new Map<number, Entry>();
  readonly #handlers: LedgerHandlers;
  /** Unique over all generations, so that a late answer can't be taken for another's. */
  #nextId = 1;

  constructor(handlers: LedgerHandlers) {
    this.#handlers = handlers;
  }

  /** @throws (by rejection) LifeboundFailure with a code of docs/errors.md or of the backend's own */
  open(method: string, params: unknown, options: RequestOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const { signal, timeoutMs } = options;
      if (signal?.aborted) {
        reject(cancelledFailure(method));
        return;
      }
      const id = this.#nextId++;
      const line = formatRequest(id, method, params);
      const giveUp = (error: LifeboundFailure) => {
        if (this.fail(id, error)) this.#handlers.cancelled(id);
      };
      const onAbort = () => giveUp(cancelledFailure(method));
      const timer =
        timeoutMs === undefined
          ? undefined
          : setTimeout(() => giveUp(timeoutFailure(method, timeoutMs)), timeoutMs);
      signal?.addEventListener('abort', onAbort, { once: true });
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      this.#entries.set(id, { line, settle, resolve, reject });
      this.#handlers.requested(id, Buffer.byteLength(line) - 1, options.retry ?? 'never');
    });
  }

  /** The line to write for `id`, or `null` when nobody waits for it any more. */
  lineOf(id: number): string | null {
    return this.#entries.get(id)?.line ?? null;
  }

  answer(id: number, result: unknown): void {
    const entry = this.#take(id);
    if (!entry) return;
    entry.resolve(result);
    this.#handlers.answered(id);
  }

  answerError(id: number, error: LifeboundFailure): void {
    if (this.fail(id, error)) this.#handlers.answered(id);
  }

  /** `false`: nobody waited for it. */
  fail(id: number, error: LifeboundFailure): boolean {
    const entry = this.#take(id);
    entry?.reject(error);
    return entry !== undefined;
  }

  failAll(error: LifeboundFailure): void {
    for (const id of [...this.#entries.keys()]) this.fail(id, error);
  }

  #take(id: number): Entry | undefined {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    entry?.settle();
    return entry;
  }
}

function cancelledFailure(method: string): LifeboundFailure {
  return LifeboundFailure.of('REQUEST_CANCELLED', `The request "${method}" was cancelled by its caller.`);
}

function timeoutFailure(method: string, timeoutMs: number): LifeboundFailure {
  const message = `The backend did not answer "${method}" within ${timeoutMs} ms. Try again, or restart the backend.`;
  return LifeboundFailure.of('REQUEST_TIMEOUT', message);
}
