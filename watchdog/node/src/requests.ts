import { formatRequest } from './channel/message.js';
import { LifeboundFailure } from './failure.js';

/** A longer one fires at once in Node. */
const longestTimerMs = 2 ** 31 - 1;

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
  /** Nobody waits any more: the core forgets it, and the backend may stop working on it if it was sent. */
  cancelled(id: number, wasSent: boolean): void;
}

interface Entry {
  /** `null` once it was sent and will not be sent again: it may have 8 MiB. */
  line: string | null;
  readonly retry: 'never' | 'safe';
  wasSent: boolean;
  readonly settle: () => void;
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
      assertAppMethod(method);
      const id = this.#nextId++;
      const line = writeLine(id, method, params);
      const retry = options.retry ?? 'never';
      const giveUp = (error: LifeboundFailure) => {
        const wasSent = this.#entries.get(id)?.wasSent ?? false;
        if (this.fail(id, error)) this.#handlers.cancelled(id, wasSent);
      };
      const onAbort = () => giveUp(cancelledFailure(method));
      const expire = () => giveUp(timeoutFailure(method, timeoutMs ?? 0));
      const timer =
        timeoutMs === undefined ? undefined : setTimeout(expire, Math.min(timeoutMs, longestTimerMs));
      signal?.addEventListener('abort', onAbort, { once: true });
      const settle = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
      };
      this.#entries.set(id, { line, retry, wasSent: false, settle, resolve, reject });
      this.#handlers.requested(id, Buffer.byteLength(line) - 1, retry);
    });
  }

  /** The line to write for `id` now, or `null` when nobody waits for it any more. */
  takeLine(id: number): string | null {
    const entry = this.#entries.get(id);
    if (!entry) return null;
    const { line } = entry;
    entry.wasSent = true;
    if (entry.retry === 'never') entry.line = null;
    return line;
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

/** @throws LifeboundFailure INVALID_OPTION: what the watchdog itself says to a backend, nobody else may say */
export function assertAppMethod(method: string): void {
  if (!method.startsWith('lifebound/') && !method.startsWith('$/')) return;
  const message = `The method "${method}" is the watchdog's own. Name the app's methods without "lifebound/" and "$/".`;
  throw LifeboundFailure.of('INVALID_OPTION', message);
}

/** @throws LifeboundFailure INVALID_OPTION for parameters that are no JSON (a cycle, a BigInt) */
function writeLine(id: number, method: string, params: unknown): string {
  try {
    return formatRequest(id, method, params);
  } catch (error) {
    const reason = (error as Error).message.split('\n')[0];
    const message = `The parameters of "${method}" can't be written as JSON: ${reason}. Pass plain data.`;
    throw LifeboundFailure.of('INVALID_OPTION', message);
  }
}

function cancelledFailure(method: string): LifeboundFailure {
  return LifeboundFailure.of('REQUEST_CANCELLED', `The request "${method}" was cancelled by its caller.`);
}

function timeoutFailure(method: string, timeoutMs: number): LifeboundFailure {
  const message = `The backend did not answer "${method}" within ${timeoutMs} ms. Try again, or restart the backend.`;
  return LifeboundFailure.of('REQUEST_TIMEOUT', message);
}
