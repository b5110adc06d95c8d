import type { CancelSignal, RequestOptions } from '@lifebound/core';
import { ClientFailure } from './failure.js';

/** A longer one fires at once. */
const longestTimerMs = 2 ** 31 - 1;

interface Pending {
  readonly text: string;
  readonly retry: 'never' | 'safe';
  sent: boolean;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: ClientFailure) => void;
}

/**
 * Requests that wait for their answer. What was sent over a connection that broke may have been carried out or not:
 * `safe` is sent again over the next one, `never` fails with BACKEND_GONE.
 */
export class PendingRequests {
  readonly #send: (text: string) => boolean;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #everOpen = false;

  constructor(send: (text: string) => boolean) {
    this.#send = send;
  }

  open(method: string, params: unknown, options: RequestOptions): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const { signal, timeoutMs, retry = 'never' } = options;
      if (signal?.aborted) return reject(cancelledFailure(method));
      const id = this.#nextId++;
      const text = JSON.stringify({ jsonrpc: '2.0', id, method, params, lifebound: { retry, timeoutMs } });
      const sent = this.#send(text);
      // Before the first connection the page has just loaded: everything may wait for it.
      if (!sent && retry === 'never' && this.#everOpen) return reject(goneFailure());
      const giveUp = (failure: ClientFailure) => this.#giveUp(id, failure);
      const ends = [startTimeout(method, timeoutMs, giveUp), listenForAbort(method, signal, giveUp)];
      const settle =
        <Value>(settled: (value: Value) => void) =>
        (value: Value) => {
          for (const end of ends) end();
          settled(value);
        };
      this.#pending.set(id, { text, retry, sent, resolve: settle(resolve), reject: settle(reject) });
    });
  }

  resolve(id: number, result: unknown): void {
    this.#take(id)?.resolve(result);
  }

  reject(id: number, error: ClientFailure): void {
    this.#take(id)?.reject(error);
  }

  /** The connection is there: everything that is not on its way is sent, in the order of the calls. */
  connected(): void {
    this.#everOpen = true;
    for (const request of this.#pending.values()) if (!request.sent) request.sent = this.#send(request.text);
  }

  lost(): void {
    for (const [id, request] of this.#pending) {
      if (request.retry === 'safe') request.sent = false;
      else this.reject(id, goneFailure());
    }
  }

  failAll(): void {
    for (const id of [...this.#pending.keys()]) this.reject(id, goneFailure());
  }

  /** Nobody waits for it any more: the server is told, if it can be. */
  #giveUp(id: number, failure: ClientFailure): void {
    this.reject(id, failure);
    this.#send(JSON.stringify({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id } }));
  }

  #take(id: number): Pending | undefined {
    const request = this.#pending.get(id);
    this.#pending.delete(id);
    return request;
  }
}

type GiveUp = (failure: ClientFailure) => void;

/** The page's own deadline, since the connection may be down all the while. @returns what ends it */
function startTimeout(method: string, timeoutMs: number | undefined, giveUp: GiveUp): () => void {
  if (timeoutMs === undefined) return () => {};
  const message = `"${method}" was not answered within ${timeoutMs} ms. Try again.`;
  const expire = () => giveUp(new ClientFailure('REQUEST_TIMEOUT', message));
  const timer = setTimeout(expire, Math.min(timeoutMs, longestTimerMs));
  return () => clearTimeout(timer);
}

/** @returns what ends it */
function listenForAbort(method: string, signal: CancelSignal | undefined, giveUp: GiveUp): () => void {
  if (signal === undefined) return () => {};
  const onAbort = () => giveUp(cancelledFailure(method));
  signal.addEventListener('abort', onAbort);
  return () => signal.removeEventListener('abort', onAbort);
}

function cancelledFailure(method: string): ClientFailure {
  return new ClientFailure('REQUEST_CANCELLED', `The request "${method}" was cancelled by its caller.`);
}

function goneFailure(): ClientFailure {
  return new ClientFailure(
    'BACKEND_GONE',
    'The connection to the app broke before the answer came. Try again.',
  );
}
