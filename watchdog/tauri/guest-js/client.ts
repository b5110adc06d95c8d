import type { BackendClient, LifeboundError, Unsubscribe } from '@lifebound/core';
import { hold, log, request, restart, resume, status, stop } from './commands.js';
import { listen } from './news.js';

/** What a window can do beyond any client. */
export interface WindowClient extends BackendClient {
  hold(): Promise<void>;
  resume(): Promise<void>;
  /** Errors that the user must see; they are in the status too. */
  onReport(listener: (error: LifeboundError) => void): Unsubscribe;
}

/**
 * The backend as this window sees it.
 *
 * @example
 * ```typescript
 * const backend = createClient();
 * const unsubscribe = backend.onStatus(({ state }) => showLight(state));
 * const sum = await backend.request<number>('sum', { of: [1, 2, 3] });
 * ```
 */
export function createClient(): WindowClient {
  return {
    status,
    request,
    restart,
    stop,
    hold,
    resume,
    log,
    onStatus: (listener) => listen('status', (news) => listener(news.status)),
    onNotify: (method, listener) =>
      listen('notify', (news) => {
        if (news.method === method) listener(news.params);
      }),
    onLog: (listener) => listen('log', (news) => news.lines.forEach((line) => void listener(line))),
    onReport: (listener) => listen('report', (news) => listener(news.error)),
  };
}
