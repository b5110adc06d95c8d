import type { RequestOptions } from '@lifebound/core';
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
      const id = this.#nextId++;
      const retry = options.retry ?? 'never';
      const text = JSON.stringify({ jsonrpc: '2.0', id, method, params, lifebound: { ...options, retry } });
      const sent = this.#send(text);
      // Before the first connection the page has just loaded: everything may wait for it.
      if (!sent && retry === 'never' && this.#everOpen) return reject(goneFailure());
      const settle = this.#startTimeout(id, method, options.timeoutMs);
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

  /** The page's own deadline, since the connection may be down all the while. */
  #startTimeout(id: number, method: string, timeoutMs: number | undefined) {
    const expire = () => {
      this.reject(
        id,
        new ClientFailure(
          'REQUEST_TIMEOUT',
          `"${method}" was not answered within ${timeoutMs} ms. Try again.`,
        ),
      );
      this.#send(JSON.stringify({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id } }));
    };
    const timer =
      timeoutMs === undefined ? undefined : setTimeout(expire, Math.min(timeoutMs, longestTimerMs));
    return <Value>(settle: (value: Value) => void) =>
      (value: Value) => {
        clearTimeout(timer);
        settle(value);
      };
  }

  #take(id: number): Pending | undefined {
    const request = this.#pending.get(id);
    this.#pending.delete(id);
    return request;
  }
}

function goneFailure(): ClientFailure {
  return new ClientFailure(
    'BACKEND_GONE',
    'The connection to the app broke before the answer came. Try again.',
  );
}
