import type { Readable, Writable } from 'node:stream';
import { Channel } from './channel/channel.js';
import { LineSplitter } from './channel/lines.js';
import { waitForDrain } from './drain.js';
import { Ring } from './log/ring.js';
import type { ContainedProcess } from './process/tier.js';
import type { Tree } from './tree.js';

/** The last lines of stderr that travel with the cause of an end. */
const tailLines = 20;

/** A longer line of output is cut: it is for people. */
const maxLogLineBytes = 64 * 1024;

/** The core's contract: at most one `heard` in this time. */
const heardEveryMs = 500;

export interface GenerationHandlers {
  result(id: number, result: unknown): void;
  error(id: number, code: string, message: string): void;
  notification(method: string, params: unknown): void;
  oversizeAnswer(id: number): void;
  heard(): void;
  /** One line of the backend's output, without its line break. */
  line(text: string): void;
  /** The leader has ended, and what it had written was read (or 250 ms have passed). */
  exited(code: number | null, signal: string | null, stderrTail: readonly string[]): void;
}

/** One life of the backend: its process, its pipes, and one AbortController for all that belongs to it. */
export class Generation {
  readonly channel: Channel | null;
  readonly tree: Tree;
  readonly #process: ContainedProcess;
  readonly #aborter = new AbortController();
  readonly #stderrTail = new Ring<string>(tailLines);
  readonly #splitters: LineSplitter[] = [];

  constructor(process: ContainedProcess, tree: Tree, link: boolean, handlers: GenerationHandlers) {
    this.#process = process;
    this.tree = tree;
    const { child } = process;
    // A write to a backend that has just died is EPIPE, and a pipe may be reset; the end is told by the exit.
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.on('error', () => {});
    this.channel =
      link && child.stdin && child.stdout ? this.#openChannel(child.stdin, child.stdout, handlers) : null;
    if (!this.channel) this.#readLines(child.stdout, handlers.line);
    this.#readLines(child.stderr, (text) => {
      this.#stderrTail.push(text);
      handlers.line(text);
    });
    void process.exited.then(({ code, signal }) => this.#finish(code, signal, handlers));
  }

  /** Aborted when the generation is over: probes and the like belong to it. */
  get signal(): AbortSignal {
    return this.#aborter.signal;
  }

  get pid(): number {
    return this.#process.pid;
  }

  closeStdin(): void {
    this.#process.child.stdin?.end();
  }

  signalTree(signal: 'SIGTERM' | 'SIGKILL'): void {
    this.#process.signal(signal);
  }

  /** At the host's own exit: also when the leader has just ended, since its workers may not have. */
  endNow(): void {
    this.#process.endNow();
  }

  #openChannel(stdin: Writable, stdout: Readable, handlers: GenerationHandlers): Channel {
    let lastHeardMs = Number.NEGATIVE_INFINITY;
    return new Channel(stdin, stdout, {
      heard: () => {
        const nowMs = performance.now();
        if (nowMs - lastHeardMs < heardEveryMs) return;
        lastHeardMs = nowMs;
        handlers.heard();
      },
      message: (message) => {
        if (message.kind === 'result') handlers.result(message.id, message.result);
        else if (message.kind === 'error') handlers.error(message.id, message.code, message.message);
        else handlers.notification(message.method, message.params);
      },
      garbage: (why, text, answersId) => {
        handlers.line(`Not a message of the link (${why}): ${text.slice(0, 200)}`);
        if (answersId !== null) handlers.oversizeAnswer(answersId);
      },
    });
  }

  async #finish(code: number | null, signal: string | null, handlers: GenerationHandlers): Promise<void> {
    const { stdin, stdout, stderr } = this.#process.child;
    await waitForDrain([stdout, stderr]);
    // The last words may lack a line break.
    for (const splitter of this.#splitters) splitter.end();
    // A daemon may hold the pipes open for hours: they are ours to close.
    for (const stream of [stdin, stdout, stderr]) stream?.destroy();
    this.#aborter.abort();
    handlers.exited(code, signal, this.#stderrTail.toArray());
  }

  #readLines(stream: Readable | null, onLine: (text: string) => void): void {
    if (!stream) return;
    const splitter = new LineSplitter(maxLogLineBytes, (line) => {
      onLine(line.oversize ? `${line.text}… (${line.bytes} bytes)` : line.text);
    });
    this.#splitters.push(splitter);
    stream.on('data', (chunk: Buffer) => splitter.push(chunk));
  }
}
