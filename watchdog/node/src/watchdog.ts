import { EventEmitter } from 'node:events';
import type { HostEnd, LifeboundError, LogLine, RestartOptions, Status } from '@lifebound/core';
import { Hold } from './hold/hold.js';
import { Host } from './host.js';
import { assertGrace, readOptions, type WatchdogOptions } from './options.js';
import type { RequestOptions } from './requests.js';

export interface WatchdogEvents {
  /** Each new snapshot. */
  status: [status: Status];
  /** The watchdog's own lines and the backend's. */
  log: [line: LogLine];
  /** Notifications of the backend, save `lifebound/…`. */
  notify: [method: string, params: unknown];
  /** An error that the user must see; it is in the status too. */
  report: [error: LifeboundError];
  /** Nothing runs and nothing is planned. `exitStatus` is what `lifebound run` would exit with. */
  over: [exitStatus: number];
}

/**
 * Keeps one backend alive. Every rejection is a `LifeboundFailure`. It keeps the Node process alive while a backend
 * lives or a start is planned.
 */
export class Watchdog extends EventEmitter<WatchdogEvents> {
  readonly #host: Host;
  readonly #hold: Hold;

  /** @throws LifeboundFailure INVALID_OPTION */
  constructor(options: WatchdogOptions) {
    super();
    // Every open page of a web host listens: more than ten are no leak.
    this.setMaxListeners(0);
    const { config, body } = readOptions(options);
    this.#host = new Host(config, body, {
      status: (status) => this.emit('status', status),
      log: (line) => this.emit('log', line),
      notify: (method, params) => this.emit('notify', method, params),
      report: (error) => this.emit('report', error),
      over: (exitStatus) => this.emit('over', exitStatus),
    });
    this.#hold = new Hold(this.#host, body, config.health.checkIntervalMs);
  }

  /** While a hold is set, from before an app's crash too, the backend starts with `resume`. */
  start(): void {
    this.#hold.begin();
    this.#host.dispatch({ type: 'start' });
  }

  status(): Status {
    return this.#host.status();
  }

  /** The kept log lines, oldest first, at most 1,000. */
  log(): readonly LogLine[] {
    return this.#host.log();
  }

  /** Sends an app's request over the link and gives its result. */
  request<Result = unknown>(method: string, params?: unknown, options: RequestOptions = {}): Promise<Result> {
    return this.#host.request(method, params, options) as Promise<Result>;
  }

  /**
   * A notification to the backend. `false`: there is no ready backend, or its queue is full.
   * @throws LifeboundFailure INVALID_OPTION for a method of the watchdog's own
   */
  notify(method: string, params?: unknown): boolean {
    return this.#host.notify(method, params);
  }

  /**
   * Ends the generation in good order and starts the next; also out of `failed`, with a fresh budget. With
   * `graceMs: 0` it is killed at once: a way to cancel what can't be cancelled.
   * @throws LifeboundFailure INVALID_OPTION
   */
  restart({ graceMs }: RestartOptions = {}): void {
    assertGrace(graceMs);
    this.#host.dispatch({ type: 'restart', ...(graceMs !== undefined && { graceMs }) });
  }

  /**
   * For an update: ends the backend and starts none until `resume`, over an end of this process too. Resolves when its
   * tree is empty and its executable can be replaced.
   * Rejects with EXECUTABLE_BUSY when it still can't after ten seconds.
   */
  hold(): Promise<void> {
    return this.#hold.set();
  }

  /** Ends a hold. */
  resume(): void {
    this.#hold.clear();
  }

  /** Resolves when nothing of the backend is left. */
  stop(): Promise<void> {
    return this.#host.dispatchUntilOver({ type: 'stop' });
  }

  /** The host is ending: as `stop`, for good, and with the reason in the log. */
  hostGone(reason: HostEnd): Promise<void> {
    return this.#host.dispatchUntilOver({ type: 'hostGone', reason });
  }

  /** SIGKILL to the whole tree, now: for a user who asks a second time. */
  kill(): void {
    this.#host.kill();
  }
}

/** @throws LifeboundFailure INVALID_OPTION */
export function createWatchdog(options: WatchdogOptions = {}): Watchdog {
  return new Watchdog(options);
}
