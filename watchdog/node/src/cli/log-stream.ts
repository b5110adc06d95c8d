import { constants, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Writable } from 'node:stream';

/** More than this waiting means that nobody reads. */
const mostWaitingBytes = 1024 * 1024;

/**
 * Standard error, where a reader that does not read holds nobody back. Node writes to a pipe and waits; a second opening
 * of the same pipe does not (Linux), and leaves the backend's own inherited descriptor as it is.
 */
export class LogStream {
  readonly #stream: Writable;

  constructor() {
    this.#stream = openPipe() ?? process.stderr;
    this.#stream.on('error', () => {});
  }

  get isSlow(): boolean {
    return this.#stream.writableLength > mostWaitingBytes;
  }

  write(text: string): void {
    this.#stream.write(text);
  }

  /** What was said last is what people look for: waits for it, but not for a reader that has stopped reading. */
  flush(limitMs: number): Promise<void> {
    if (this.#stream.writableLength === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      this.#stream.write('', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

function openPipe(): Writable | null {
  try {
    if (!fstatSync(2).isFIFO()) return null;
    const fd = openSync('/proc/self/fd/2', constants.O_WRONLY | constants.O_NONBLOCK);
    return new Socket({ fd, readable: false, writable: true });
  } catch {
    // No /proc, or a pipe whose reader has gone.
    return null;
  }
}
