import type { BackendClient } from '@lifebound/core';
import { signal } from '@preact/signals';
import type { ServiceMethods } from './api.js';
import { type Method, PendingCall } from './pending-call.js';

/** What became of a call that was cancelled. */
export type CancelOutcome = ServiceMethods['service/cancel']['result'];

/**
 * The calls of this page, in order. Native code can't be cancelled, so that a cancel is the end of the service, which
 * loses nothing: the next one is told first what is not wanted any more, and the other calls are sent again.
 */
export class Calls {
  readonly #client: BackendClient;
  readonly #pending = new Set<PendingCall>();
  readonly #oldest = signal<PendingCall | null>(null);
  /** While a cancel is under way: what goes on with each that waits for its end. */
  #waiting: Map<PendingCall, () => void> | null = null;

  constructor(client: BackendClient) {
    this.#client = client;
  }

  /** What the service is at, as far as this page knows; whoever reads it in an effect hears of the next. */
  get oldest(): PendingCall | null {
    return this.#oldest.value;
  }

  async call(
    method: Method,
    params: Readonly<Record<string, unknown>>,
    retry: 'safe' | 'never',
  ): Promise<unknown> {
    const call = new PendingCall(method, params);
    this.#pending.add(call);
    this.#tellOldest();
    try {
      return await this.#send(call, retry);
    } finally {
      this.#pending.delete(call);
      this.#tellOldest();
    }
  }

  /** The call then fails with CANCELLED, unless it had been done before the service ended. */
  async cancel(call: PendingCall): Promise<CancelOutcome> {
    if (this.#waiting !== null || !this.#pending.has(call)) return { cancelled: false, loading: false };
    this.#waiting = new Map();
    try {
      const outcome = await this.#endService(call);
      call.isCancelled = outcome.cancelled;
      return outcome;
    } finally {
      this.#goOn();
    }
  }

  #tellOldest(): void {
    this.#oldest.value = this.#pending.values().next().value ?? null;
  }

  async #endService(call: PendingCall): Promise<CancelOutcome> {
    // 1. Nothing may be sent to the next service before it knows.
    for (const one of this.#pending) one.withdraw();
    await this.#client.restart({ graceMs: 0 });
    // 2. What was begun is undone there.
    const workbook = call.text('workbook') ?? call.text('id');
    const [key, path] = [call.text('key'), call.text('path')];
    const { method, keys } = call;
    const params = { method, workbook, key, path, ...(keys && { keys }) };
    return this.#client.request('service/cancel', params, { retry: 'safe' });
  }

  /** In the order of the calls. */
  #goOn(): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    for (const call of this.#pending) waiting?.get(call)?.();
  }

  async #send(call: PendingCall, retry: 'safe' | 'never'): Promise<unknown> {
    for (;;) {
      const waiting = this.#waiting;
      if (waiting) await new Promise<void>((resolve) => waiting.set(call, resolve));
      if (call.isCancelled) throw { code: 'CANCELLED', message: 'It was cancelled. Nothing was changed.' };
      call.renew();
      const { signal } = call;
      try {
        return await this.#client.request(call.method, call.params, { retry, signal });
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    }
  }
}
