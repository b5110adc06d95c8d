import { formatLogLine, type LifeboundError, type LogLine } from '@lifebound/core';
import { LogView } from '../log/view.js';
import { LogStream } from './log-stream.js';

/** How long the end waits for what was said last to be taken. */
const flushMs = 500;

/** Where the command's log goes: stderr, in the seed's form, or with `json` one object a line. */
export class Output {
  readonly #name: string;
  readonly #json: boolean;
  readonly #debug: boolean;
  readonly #stream = new LogStream();
  readonly #view = new LogView(
    () => this.#stream.isSlow,
    (line) => this.#writeLine(line),
  );

  constructor(name: string, json: boolean, debug: boolean) {
    this.#name = name;
    this.#json = json;
    this.#debug = debug;
  }

  /** The watchdog's lines, and the backend's as they are. */
  log(line: LogLine): void {
    const { level, source } = line;
    if (source === 'watchdog' && level === 'DEBUG' && !this.#debug) return;
    // It is reported as well, with its code.
    if (source === 'watchdog' && level === 'ERROR') return;
    this.#view.push(line);
  }

  flush(): Promise<void> {
    return this.#stream.flush(flushMs);
  }

  #writeLine({ time, level, text, source }: LogLine): void {
    if (this.#json) this.#writeJson({ time, level, message: text, name: this.#name, source });
    else this.#stream.write(`${source === 'watchdog' ? formatLogLine(level, text) : text}\n`);
  }

  report({ code, message }: LifeboundError): void {
    const time = new Date().toISOString();
    if (this.#json)
      this.#writeJson({ time, level: 'ERROR', message, name: this.#name, source: 'watchdog', code });
    else this.#stream.write(formatError(code, message));
  }

  #writeJson(line: object): void {
    this.#stream.write(`${JSON.stringify(line)}\n`);
  }
}

/** The seed's form, and the code to look up in docs/errors.md. */
export function formatError(code: string, message: string): string {
  return `Error: ${message} [${code}]\n`;
}

/** A reader of our output that goes away is not the program's end: what it will not read is not written. */
export function ignoreClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
