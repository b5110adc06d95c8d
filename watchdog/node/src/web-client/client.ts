import type {
  BackendClient,
  LifeboundError,
  LogLine,
  RequestOptions,
  RestartOptions,
  Status,
  Unsubscribe,
} from '@lifebound/core';
import { Connection, type ConnectionState } from './connection.js';
import { ClientFailure } from './failure.js';
import { Listeners } from './listeners.js';
import { PendingRequests } from './pending.js';

export type { ConnectionState } from './connection.js';

/** `BackendClient` over a WebSocket, and what a web view does not have: a connection that can break. */
export interface WebClient extends BackendClient {
  connection(): ConnectionState;
  onConnection(listener: (state: ConnectionState) => void): Unsubscribe;
  /** Errors that the user must see. */
  onReport(listener: (error: LifeboundError) => void): Unsubscribe;
  /** For good: open requests fail with BACKEND_GONE. */
  close(): void;
}

/**
 * Connects at once and stays connected. Every rejection is a `ClientFailure`: `{code, message}`.
 * @param url of the channel; by default `/channel` of the page's own server
 */
export function createWebClient(url: string = channelOfPage()): WebClient {
  const states = new Listeners<ConnectionState>();
  const notifications = new Listeners<unknown>();
  const connection: Connection = new Connection(url, {
    opened: () => pending.connected(),
    lost: () => pending.lost(),
    message: (text) => readMessage(text, pending, notifications),
    state: (state) => states.emit('state', state),
  });
  const pending: PendingRequests = new PendingRequests((text) => connection.send(text));
  /** The watchdog's own, which may be asked again over a new connection. */
  const ask = (method: string) => pending.open(method, undefined, { retry: 'safe' });
  const on = <Value>(method: string, listener: (value: Value) => void) =>
    notifications.add(method, (value) => listener(value as Value));

  return {
    status: () => ask('lifebound/status') as Promise<Status>,
    onStatus: (listener) => on<Status>('lifebound/statusChanged', listener),
    request: <Result>(method: string, params?: unknown, options: RequestOptions = {}) =>
      pending.open(method, params, options) as Promise<Result>,
    onNotify: (method, listener) => notifications.add(method, listener),
    restart: async (options: RestartOptions = {}) =>
      void (await pending.open('lifebound/restart', options, {})),
    stop: async () => void (await ask('lifebound/stop')),
    log: () => ask('lifebound/log') as Promise<readonly LogLine[]>,
    onLog: (listener) => on<LogLine>('lifebound/logLine', listener),
    connection: () => connection.state,
    onConnection: (listener) => states.add('state', listener),
    onReport: (listener) => on<LifeboundError>('lifebound/report', listener),
    close: () => {
      connection.close();
      pending.failAll();
    },
  };
}

interface Frame {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly data?: { readonly code?: string } };
}

/** From our own server, over an authenticated connection: its shape is known. */
function readMessage(text: string, pending: PendingRequests, notifications: Listeners<unknown>): void {
  const frame = JSON.parse(text) as Frame;
  if (frame.method !== undefined) notifications.emit(frame.method, frame.params);
  else if (frame.id === undefined) return;
  else if (frame.error)
    pending.reject(frame.id, new ClientFailure(frame.error.data?.code ?? 'INTERNAL', frame.error.message));
  else pending.resolve(frame.id, frame.result);
}

function channelOfPage(): string {
  return `${location.origin.replace(/^http/, 'ws')}/channel`;
}
