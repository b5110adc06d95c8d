import type { Readable, Writable } from 'node:stream';
import { maxMessageBytes, maxQueuedBytes } from '@lifebound/core';
import { type Line, LineSplitter } from './lines.js';
import { formatRefusal, type Message, parseMessage, readIdOfHead } from './message.js';

export interface ChannelHandlers {
  /** Notifications, results and errors. */
  message(message: Exclude<Message, { kind: 'request' | 'unreadable' }>): void;
  /** A line that is no message of the link's, or a message over 8 MiB (with the id that it answers, if it can be told). */
  garbage(why: string, text: string, answersId: number | null): void;
  /** Any byte. */
  heard(): void;
}

/** The link's two pipes as messages: JSON-RPC lines to the backend's stdin, and from its stdout. */
export class Channel {
  readonly #stdin: Writable;

  constructor(stdin: Writable, stdout: Readable, handlers: ChannelHandlers) {
    this.#stdin = stdin;
    const splitter = new LineSplitter(maxMessageBytes, (line) => this.#read(line, handlers));
    stdout.on('data', (chunk: Buffer) => {
      handlers.heard();
      splitter.push(chunk);
    });
  }

  /** `full`: over 16 MiB wait for a backend that does not read; `closed`: it is ending. Nothing was queued then. */
  send(line: string): 'sent' | 'full' | 'closed' {
    if (!this.#stdin.writable) return 'closed';
    if (this.#stdin.writableLength + Buffer.byteLength(line) > maxQueuedBytes) return 'full';
    this.#stdin.write(line);
    return 'sent';
  }

  /** The watchdog's own few bytes are queued always. */
  sendControl(line: string): void {
    if (this.#stdin.writable) this.#stdin.write(line);
  }

  #read(line: Line, handlers: ChannelHandlers): void {
    if (line.oversize) {
      handlers.garbage(
        `a line of ${line.bytes} bytes, over the limit of ${maxMessageBytes}`,
        line.text,
        readIdOfHead(line.text),
      );
      return;
    }
    if (line.text.trim() === '') return;
    const message = parseMessage(line.text);
    if (message.kind === 'unreadable') handlers.garbage(message.why, line.text, null);
    // A backend that waits for an answer must get one.
    else if (message.kind === 'request') this.sendControl(formatRefusal(message.id, message.method));
    else handlers.message(message);
  }
}
