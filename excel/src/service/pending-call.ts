import type { ServiceMethods } from './api.js';

export type Method = keyof ServiceMethods;

/** A call that is not answered yet. The service does one after the other, so the oldest is what it is at. */
export class PendingCall {
  readonly method: Method;
  readonly params: Readonly<Record<string, unknown>>;
  readonly askedAtMs = performance.now();
  /** Its user does not want it any more. */
  isCancelled = false;
  #aborter = new AbortController();

  constructor(method: Method, params: Readonly<Record<string, unknown>>) {
    this.method = method;
    this.params = params;
  }

  get signal(): AbortSignal {
    return this.#aborter.signal;
  }

  /** The watchdog does not send it (again); `renew` makes it one that can be sent. */
  withdraw(): void {
    this.#aborter.abort();
  }

  renew(): void {
    this.#aborter = new AbortController();
  }

  /** Of several changes, each with its own. */
  get keys(): readonly string[] | null {
    const { changes } = this.params;
    return Array.isArray(changes) ? changes.map(({ key }) => String(key)) : null;
  }

  text(name: 'workbook' | 'id' | 'key' | 'path'): string | null {
    const value = this.params[name];
    return typeof value === 'string' ? value : null;
  }
}
