export interface Line {
  /** Without the line break. Only the first `headBytes` when `oversize`. */
  readonly text: string;
  readonly oversize: boolean;
  /** Length in bytes, without the line break. */
  readonly bytes: number;
}

const newline = 0x0a;
const carriageReturn = 0x0d;

/** Enough to find a message's id or to recognise a log line. */
const headBytes = 1024;

/**
 * Cuts a stream of bytes into lines, however the chunks fall. A line break is searched in bytes, since 0x0a never
 * occurs inside a UTF-8 sequence; so no character is cut in two, and a bad byte becomes U+FFFD, never an exception.
 * A line over `limitBytes` is not kept in memory: it is told as `oversize`, with its beginning.
 */
export class LineSplitter {
  readonly #limitBytes: number;
  readonly #onLine: (line: Line) => void;
  #parts: Buffer[] = [];
  #bytes = 0;
  #oversize = false;

  constructor(limitBytes: number, onLine: (line: Line) => void) {
    this.#limitBytes = limitBytes;
    this.#onLine = onLine;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      this.#take(chunk.subarray(start, end));
      this.#emit();
      start = end + 1;
    }
    if (start < chunk.length) this.#take(chunk.subarray(start));
  }

  /** The stream is over: what is left is a line without a break. */
  end(): void {
    if (this.#bytes > 0) this.#emit();
  }

  #take(part: Buffer): void {
    this.#bytes += part.length;
    if (this.#oversize) return;
    this.#parts.push(part);
    if (this.#bytes <= this.#limitBytes) return;
    this.#oversize = true;
    // A copy, so that the slice does not hold megabytes.
    this.#parts = [Buffer.from(Buffer.concat(this.#parts).subarray(0, headBytes))];
  }

  #emit(): void {
    const only = this.#parts.length === 1 ? this.#parts[0] : undefined;
    const whole = only ?? Buffer.concat(this.#parts);
    const end = whole.at(-1) === carriageReturn && !this.#oversize ? whole.length - 1 : whole.length;
    const line: Line = { text: whole.toString('utf8', 0, end), oversize: this.#oversize, bytes: this.#bytes };
    this.#parts = [];
    this.#bytes = 0;
    this.#oversize = false;
    this.#onLine(line);
  }
}
