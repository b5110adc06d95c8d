import {
  createMachine,
  type Effect,
  type EventBody,
  exitStatuses,
  type LifeboundError,
  type LogLevel,
  type LogLine,
  type Machine,
  type Status,
  statusOf,
  step,
  type WatchdogConfig,
} from '@lifebound/core';
import { Backend } from './backend.js';
import { formatNotification } from './channel/message.js';
import { describeFailure, LifeboundFailure } from './failure.js';
import { readLevel } from './log/level.js';
import { LogFile } from './log/log-file.js';
import { Ring } from './log/ring.js';
import type { BodyOptions } from './options.js';
import { assertAppMethod, RequestLedger, type RequestOptions } from './requests.js';
import { Timers } from './timers.js';

const keptLogLines = 1_000;

export interface HostHandlers {
  status(status: Status): void;
  log(line: LogLine): void;
  notify(method: string, params: unknown): void;
  report(error: LifeboundError): void;
  over(exitStatus: number): void;
}

/** Somebody who waits for the end of what ran when he asked. */
interface Waiting {
  readonly generation: number;
  readonly resolve: () => void;
}

/**
 * Drives the core: an event in, its effects performed in order, what they bring back as further events.
 * There is no policy here.
 */
export class Host {
  #machine: Machine;
  readonly #handlers: HostHandlers;
  readonly #events: EventBody[] = [];
  #isStepping = false;
  #isBroken = false;
  #waiting: Waiting[] = [];
  readonly #log = new Ring<LogLine>(keptLogLines);
  readonly #timers = new Timers((timer, generation) => {
    // Before the judgement, and at no other time: looking costs a wake-up.
    if (timer === 'health') this.#backend.checkDebugger();
    this.dispatch({ type: 'timer', timer, generation });
  });
  readonly #backend: Backend;
  readonly #logFile: LogFile | null;
  readonly #requests = new RequestLedger({
    requested: (id, bytes, retry) => this.dispatch({ type: 'requested', id, bytes, retry }),
    answered: (id) => this.dispatch({ type: 'answered', id }),
    cancelled: (id, wasSent) => this.#cancel(id, wasSent),
  });

  constructor(config: WatchdogConfig, options: BodyOptions, handlers: HostHandlers) {
    this.#machine = createMachine(config);
    this.#handlers = handlers;
    const backendHandlers = {
      result: (id: number, result: unknown) => this.#requests.answer(id, result),
      error: (id: number, code: string, message: string) =>
        this.#requests.answerError(id, new LifeboundFailure(code, message)),
      oversizeAnswer: (id: number) => this.#requests.answerError(id, oversizeFailure()),
      notification: (method: string, params: unknown) => deliver(() => handlers.notify(method, params)),
      say: (level: LogLevel, text: string) => this.say(level, text),
      line: (text: string) => this.#write('backend', readLevel(text), text),
    };
    this.#logFile = options.logFile === null ? null : openLogFile(options.logFile);
    this.#backend = new Backend(config, options, backendHandlers, (event) => this.dispatch(event));
  }

  status(): Status {
    return statusOf(this.#machine, nowMs());
  }

  log(): LogLine[] {
    return this.#log.toArray();
  }

  request(method: string, params: unknown, options: RequestOptions): Promise<unknown> {
    return this.#requests.open(method, params, options);
  }

  notify(method: string, params: unknown): boolean {
    assertAppMethod(method);
    if (!this.status().ready) return false;
    return this.#backend.channel?.send(formatNotification(method, params)) === 'sent';
  }

  /** A line of the body's own in the watchdog's log. */
  say(level: LogLevel, text: string): void {
    this.#write('watchdog', level, text);
  }

  kill(): void {
    this.#backend.kill();
  }

  /** An event may come while another is worked on, from a listener say: it waits for its turn. */
  dispatch(event: EventBody): void {
    if (this.#isBroken) return;
    this.#events.push(event);
    if (this.#isStepping) return;
    this.#isStepping = true;
    for (let next = this.#events.shift(); next; next = this.#events.shift()) this.#step(next);
    this.#isStepping = false;
    this.#resolveWaiting();
  }

  /** Resolves when nothing runs and nothing is planned, or when what runs now is over and somebody has started anew. */
  dispatchUntilOver(event: EventBody): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push({ generation: this.#machine.generation, resolve });
      this.dispatch(event);
      if (this.#isBroken) this.#resolveWaiting();
    });
  }

  #step(event: EventBody): void {
    try {
      const { machine, effects } = step(this.#machine, { ...event, atMs: nowMs(), random: Math.random() });
      this.#machine = machine;
      for (const effect of effects) this.#perform(effect);
    } catch (error) {
      this.#breakDown(error);
    }
  }

  /** A fault of our own: a backend that nobody watches must not live on. */
  #breakDown(error: unknown): void {
    this.#isBroken = true;
    this.#events.length = 0;
    this.#timers.clearAll();
    this.#backend.kill();
    const message = `The watchdog itself failed: ${describeFailure(error).message}. Please report it, and restart the app.`;
    const failure = LifeboundFailure.of('INTERNAL', message);
    this.#requests.failAll(failure);
    this.#write('watchdog', 'ERROR', message);
    deliver(() => this.#handlers.report({ code: 'INTERNAL', message }));
    deliver(() => this.#handlers.over(exitStatuses.internal));
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'setTimer':
        this.#timers.set(effect.timer, effect.generation, effect.delayMs);
        break;
      case 'clearTimer':
        this.#timers.clear(effect.timer);
        break;
      case 'sendRequest':
        this.#send(effect.id);
        break;
      case 'failRequest':
        this.#requests.fail(effect.id, LifeboundFailure.from(effect.error));
        break;
      case 'log':
        this.#write('watchdog', effect.level, effect.message);
        break;
      case 'status':
        deliver(() => this.#handlers.status(this.status()));
        break;
      case 'report':
        deliver(() => this.#handlers.report(effect.error));
        break;
      case 'over':
        deliver(() => this.#handlers.over(effect.exitStatus));
        break;
      default:
        this.#backend.perform(effect);
        break;
    }
  }

  #send(id: number): void {
    const line = this.#requests.takeLine(id);
    if (line === null) return;
    // `closed` needs no answer: the exit is on its way, and the core decides then.
    if (this.#backend.channel?.send(line) === 'full') this.#requests.answerError(id, busyFailure());
  }

  #cancel(id: number, wasSent: boolean): void {
    if (wasSent) this.#backend.channel?.sendControl(formatNotification('$/cancelRequest', { id }));
    this.dispatch({ type: 'cancelled', id });
  }

  #write(source: LogLine['source'], level: LogLevel, text: string): void {
    const line: LogLine = { source, level, text, time: new Date().toISOString() };
    this.#log.push(line);
    this.#logFile?.write(line);
    deliver(() => this.#handlers.log(line));
  }

  #resolveWaiting(): void {
    const { state, generation } = this.#machine;
    const isAtRest = state === 'idle' || state === 'failed' || this.#isBroken;
    const isDone = (waiting: Waiting) => isAtRest || waiting.generation < generation;
    for (const { resolve } of this.#waiting.filter(isDone)) resolve();
    this.#waiting = this.#waiting.filter((waiting) => !isDone(waiting));
  }
}

/** Monotonic, whole milliseconds: the clock may be set, the machine may not notice. */
function nowMs(): number {
  return Math.round(performance.now());
}

/** A listener that throws is the app's fault and is told as Node does, but the core's effects go on. */
function deliver(call: () => void): void {
  try {
    call();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function busyFailure(): LifeboundFailure {
  const message = 'Over 16 MiB wait for the backend, which does not read them. Try again when it answers.';
  return LifeboundFailure.of('BACKEND_BUSY', message);
}

function oversizeFailure(): LifeboundFailure {
  const message =
    'The answer is over the limit of 8 MiB. Ask for less, or hand the data over by a private file.';
  return LifeboundFailure.of('PAYLOAD_TOO_LARGE', message);
}

/** @throws LifeboundFailure INVALID_OPTION */
function openLogFile(path: string): LogFile {
  try {
    return new LogFile(path);
  } catch (error) {
    const message = `Option logFile is "${path}", which can't be written: ${(error as Error).message}. Give a file in a folder that can.`;
    throw LifeboundFailure.of('INVALID_OPTION', message);
  }
}
