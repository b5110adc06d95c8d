import type { LifeboundError, LogLine, RestartOptions, Status } from '@lifebound/core';
import { maxMessageBytes } from '@lifebound/core';
import type { WebSocket } from 'ws';
import { describeFailure } from '../failure.js';
import { LogView } from '../log/view.js';
import type { Watchdog } from '../watchdog.js';
import { type PageRequest, parsePageMessage } from './page-message.js';

/** From here on a page is slow, and log lines are left out for it. */
const slowBytes = 1024 * 1024;

/** Messages are never left out, so a page that takes nothing at all is cut off; it connects anew and asks again. */
const stuckBytes = 8 * maxMessageBytes;

/** 1013: try again later. */
const tryAgainLater = 1013;

/** One page: JSON-RPC 2.0 text frames, to and from the watchdog. */
export class Session {
  readonly #socket: WebSocket;
  readonly #watchdog: Watchdog;
  readonly #open = new Map<number, { readonly aborter: AbortController; readonly retry: 'never' | 'safe' }>();
  readonly #logView: LogView;

  constructor(socket: WebSocket, watchdog: Watchdog) {
    this.#socket = socket;
    this.#watchdog = watchdog;
    this.#logView = new LogView(
      () => socket.bufferedAmount > slowBytes,
      (line) => this.#notify('lifebound/logLine', line),
    );
    const onStatus = (status: Status) => this.#notify('lifebound/statusChanged', status);
    const onLog = (line: LogLine) => this.#logView.push(line);
    const onReport = (error: LifeboundError) => this.#notify('lifebound/report', error);
    const onNotify = (method: string, params: unknown) => this.#notify(method, params);
    watchdog.on('status', onStatus).on('log', onLog).on('report', onReport).on('notify', onNotify);
    socket.once('close', () => {
      watchdog.off('status', onStatus).off('log', onLog).off('report', onReport).off('notify', onNotify);
      // What the page will send again is given up; the rest (a save, say) is finished.
      for (const { aborter, retry } of this.#open.values()) if (retry === 'safe') aborter.abort();
    });
    // A bad frame: `ws` closes the connection itself.
    socket.on('error', () => {});
    socket.on('message', (data) => this.#read(String(data)));
    onStatus(watchdog.status());
  }

  #read(text: string): void {
    const message = parsePageMessage(text);
    switch (message.kind) {
      case 'unreadable':
        this.#answerError(message.id, -32600, { code: 'PROTOCOL_ERROR', message: message.why });
        break;
      case 'cancel':
        this.#open.get(message.id)?.aborter.abort();
        break;
      case 'notification':
        this.#notifyBackend(message.method, message.params);
        break;
      case 'request':
        void this.#serve(message);
        break;
    }
  }

  #notifyBackend(method: string, params: unknown): void {
    try {
      this.#watchdog.notify(method, params);
    } catch (error) {
      this.#answerError(null, -32600, describeFailure(error));
    }
  }

  async #serve(request: PageRequest): Promise<void> {
    try {
      const result = (await this.#call(request)) ?? null;
      this.#send({ jsonrpc: '2.0', id: request.id, result });
    } catch (error) {
      this.#answerError(request.id, -32000, describeFailure(error));
    }
  }

  async #call(request: PageRequest): Promise<unknown> {
    switch (request.method) {
      case 'lifebound/status':
        return this.#watchdog.status();
      case 'lifebound/log':
        return this.#watchdog.log();
      case 'lifebound/restart':
        return this.#watchdog.restart(restartOptionsOf(request.params));
      case 'lifebound/stop':
        return this.#watchdog.stop();
      default:
        return this.#forward(request);
    }
  }

  async #forward({ id, method, params, retry, timeoutMs }: PageRequest): Promise<unknown> {
    const aborter = new AbortController();
    this.#open.set(id, { aborter, retry });
    try {
      const options = { retry, signal: aborter.signal, ...(timeoutMs !== null && { timeoutMs }) };
      return await this.#watchdog.request(method, params, options);
    } finally {
      this.#open.delete(id);
    }
  }

  #notify(method: string, params: unknown): void {
    this.#send({ jsonrpc: '2.0', method, params });
  }

  #answerError(
    id: number | null,
    code: number,
    error: { readonly code: string; readonly message: string },
  ): void {
    this.#send({ jsonrpc: '2.0', id, error: { code, message: error.message, data: { code: error.code } } });
  }

  #send(message: object): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > stuckBytes) this.#socket.close(tryAgainLater, 'too slow');
    else this.#socket.send(JSON.stringify(message));
  }
}

/** What the page sent; the watchdog judges the value. */
function restartOptionsOf(params: unknown): RestartOptions {
  const graceMs = (params as { graceMs?: number } | null | undefined)?.graceMs;
  return graceMs === undefined ? {} : { graceMs };
}
