import type { LogLine, RequestOptions, State, Status } from '@lifebound/core';
import type { DropEvent, Host } from '../../src/host/host.js';
import { FakeService } from './fake-service.js';

type Listener<Value> = (value: Value) => void;

/** A host in memory: a backend that a test can take away and bring back, and a service that knows a few formulas. */
export class FakeHost implements Host {
  readonly kind = 'browser';
  readonly service = new FakeService();
  launch: string[] = ['/books/budget.xlsx'];
  saved: string[] = [];
  readonly #status = new Set<Listener<Status>>();
  readonly #log = new Set<Listener<LogLine>>();
  readonly #drop = new Set<Listener<DropEvent>>();
  readonly #notify = new Map<string, Set<Listener<unknown>>>();
  readonly #held: (() => void)[] = [];
  #state: State = 'ready';
  #generation = 1;
  #attempts = 0;
  #startedMs = performance.now();
  #cause: Status['lastCause'] = null;
  #error: Status['error'] = null;
  readonly #lines: LogLine[] = [];

  constructor() {
    this.#write('watchdog', 'INFO', 'Starting Python backend watchdog');
    this.#write('watchdog', 'INFO', 'Found Python backend binary: "backend/excel-backend"');
    this.#write('watchdog', 'INFO', 'Python backend started with PID: 40001');
    this.#write('backend', 'INFO', '2026-11-24 12:00:00 - __main__ - INFO - Excel backend service started');
  }

  async status(): Promise<Status> {
    const alive = this.#state === 'ready' || this.#state === 'suspect' || this.#state === 'starting';
    return {
      label: 'Python backend',
      state: this.#state,
      wanted: 'running',
      ready: this.#state === 'ready' || this.#state === 'suspect',
      generation: this.#generation,
      pid: alive ? 40_000 + this.#generation : null,
      port: null,
      uptimeMs: alive ? performance.now() - this.#startedMs : null,
      attempts: this.#attempts,
      maxAttempts: 5,
      nextAttemptInMs: this.#state === 'backoff' ? 2_000 : null,
      lastCause: this.#cause,
      error: this.#error,
      containment: { tier: 'group', reason: 'cgroup: no delegated subtree. namespace: /proc is masked.' },
      command: { program: 'backend/excel-backend', args: [], why: 'first of the search order' },
      busy: null,
      debuggerAttached: false,
      requestsInFlight: 0,
      requestsHeld: this.#held.length,
      versions: { lifebound: '0.1.0', protocol: 1, app: '0.1.0', backend: '0.1.0' },
    };
  }

  onStatus = (listener: Listener<Status>) => subscribe(this.#status, listener);
  onLog = (listener: Listener<LogLine>) => subscribe(this.#log, listener);
  onDrop = (listener: Listener<DropEvent>) => subscribe(this.#drop, listener);
  onNotify = (name: string, listener: Listener<unknown>) => {
    const all = this.#notify.get(name) ?? new Set();
    this.#notify.set(name, all);
    return subscribe(all, listener);
  };
  onConnection = () => () => {};
  guardClose = () => () => {};
  setTitle = () => {};
  log = async () => this.#lines;
  launchPaths = async () => this.launch;
  samplePath = async () => '/books/budget.xlsx';
  pickWorkbook = async () => ({ name: 'budget.xlsx', resolvePath: async () => '/books/budget.xlsx' });
  pickSaveTarget = async (name: string) => `/books/${name}`;
  deliverSaved = async () => 'in-place' as const;
  opened: string[] = [];
  openAddress = async (address: string) => void this.opened.push(address);
  quit = async () => {};
  stop = async () => {};

  async request<Result>(method: string, params?: unknown, options?: RequestOptions): Promise<Result> {
    if (this.#state !== 'ready' && options?.retry !== 'safe') {
      throw { code: 'BACKEND_GONE', message: 'The backend ended before it answered. Try again.' };
    }
    while (this.#state !== 'ready') await new Promise<void>((resolve) => this.#held.push(resolve));
    await new Promise((resolve) => setTimeout(resolve, 5));
    return this.service.answer(method, params) as Result;
  }

  /** What the service tells by itself. */
  notify(name: string, params: unknown): void {
    for (const listener of this.#notify.get(name) ?? []) listener(params);
  }

  async restart(): Promise<void> {
    this.goTo('starting');
    setTimeout(() => this.goTo('ready'), 300);
  }

  /** A test's hand on the backend. */
  goTo(state: State, attempts = this.#attempts): void {
    const wasAlive = this.#state === 'ready';
    if (wasAlive && state !== 'suspect') {
      this.#cause = {
        kind: 'crashed',
        message: 'Python backend ended by signal SIGKILL.',
        generation: this.#generation,
        exitCode: null,
        signal: 'SIGKILL',
        stderrTail: [
          'Traceback (most recent call last):',
          '  File "main.py", line 41, in <module>',
          'MemoryError',
        ],
      };
      this.#write('watchdog', 'WARN', 'Python backend process has exited');
    }
    if (state === 'starting') {
      this.#generation += 1;
      this.#startedMs = performance.now();
      this.#write('watchdog', 'INFO', `Attempting to restart Python backend (attempt ${attempts}/5)`);
    }
    this.#error =
      state === 'failed'
        ? {
            code: 'RESTARTS_EXHAUSTED',
            message:
              'Maximum restart attempts (5) exceeded. Look at its last lines, put it right, then restart it.',
          }
        : null;
    this.#attempts = attempts;
    this.#state = state;
    if (state === 'ready') for (const go of this.#held.splice(0)) go();
    void this.status().then((status) => {
      for (const listener of this.#status) listener(status);
    });
  }

  #write(source: LogLine['source'], level: LogLine['level'], text: string): void {
    const line = { source, level, text, time: new Date().toISOString() };
    this.#lines.push(line);
    for (const listener of this.#log) listener(line);
  }
}

function subscribe<Value>(set: Set<Listener<Value>>, listener: Listener<Value>): () => void {
  set.add(listener);
  return () => set.delete(listener);
}
