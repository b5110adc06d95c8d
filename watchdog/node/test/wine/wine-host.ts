import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { Status } from '@lifebound/core';
import { onTestFinished } from 'vitest';
import type { WatchdogOptions } from '../../src/index.js';
import { waitFor } from '../helpers.js';
import { find, newMark, nodeOnWindows, runNode, type WineProcess } from './wine-process.js';

interface Answer {
  readonly done: string;
  readonly result?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

/** An app under Wine (hosts/host.mjs), led over a socket. */
export class WineHost {
  readonly mark = newMark();
  readonly lines: string[] = [];
  status: Status | null = null;
  readonly process: WineProcess;
  readonly #answers: Answer[] = [];
  readonly #socket: Promise<Socket>;

  private constructor(
    app: string,
    backend: readonly string[],
    options: WatchdogOptions,
    port: number,
    socket: Promise<Socket>,
  ) {
    const args = [`C:\\app\\backends\\${backend[0]}`, this.mark, ...backend.slice(1)];
    const launch = { kind: 'command', program: nodeOnWindows, args } as const;
    const whole = JSON.stringify({ launch, ...options });
    this.process = runNode(['hosts/host.mjs', this.mark, String(port), whole], { app, mark: this.mark });
    this.#socket = socket;
    void socket.then((connected) => {
      const lines = createInterface({ input: connected.on('error', () => {}) });
      // The host may be killed at any moment.
      lines.on('error', () => {}).on('line', (line) => this.#hear(JSON.parse(line)));
    });
  }

  static async open(
    backend: readonly string[],
    options: WatchdogOptions = {},
    { app = 'app' } = {},
  ): Promise<WineHost> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = new Promise<Socket>((resolve) => server.once('connection', resolve));
    onTestFinished(() => {
      server.close();
      void socket.then((connected) => connected.destroy());
    });
    const { port } = server.address() as { port: number };
    const host = new WineHost(app, backend, options, port, socket);
    const ended = host.process.ended.then(() => null);
    const connected = await Promise.race([socket, ended]);
    if (connected === null) throw new Error(`the host has ended: ${host.process.output()}`);
    return host;
  }

  /** Sends a command and waits for its answer. */
  async do(command: string, params?: unknown): Promise<Answer> {
    const before = this.#answers.length;
    await this.send(command, params);
    return this.#waitFor(`an answer to ${command}`, () => this.#answers[before]);
  }

  async send(command: string, params?: unknown): Promise<void> {
    (await this.#socket).write(`${JSON.stringify({ command, params })}\n`);
  }

  async start(): Promise<void> {
    for (const command of ['create', 'start']) {
      const { error } = await this.do(command);
      if (error) throw new Error(error.message);
    }
  }

  waitForLine(text: string): Promise<string> {
    return this.#waitFor(`the line ${text}`, () => this.lines.find((line) => line.includes(text)));
  }

  whenState(state: string, generation = 1): Promise<true> {
    return this.#waitFor(
      `state ${state} of generation ${generation}`,
      () => this.status?.state === state && this.status.generation === generation,
    );
  }

  /** As Linux sees it. */
  find(script: string): Promise<number> {
    return this.#waitFor(`a process of ${script}`, () => find(this.mark, script)?.pid);
  }

  async #waitFor<Value>(what: string, condition: () => Value | false | undefined): Promise<Value> {
    try {
      return await waitFor(what, condition);
    } catch (error) {
      throw new Error([(error as Error).message, ...this.lines, this.process.output()].join('\n'));
    }
  }

  #hear(message: { log?: string; status?: Status } | Answer): void {
    if ('done' in message) this.#answers.push(message);
    else if (message.log !== undefined) this.lines.push(message.log);
    else if (message.status !== undefined) this.status = message.status;
  }
}
