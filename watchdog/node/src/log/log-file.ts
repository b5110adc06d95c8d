import { mkdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { formatLogLine, type LogLine } from '@lifebound/core';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';

/** Everything that is logged, on disk, private to the user: three old files of 10 MB are kept. */
export class LogFile {
  readonly #stream: RotatingFileStream;

  /** @throws what mkdir throws. A disk that is full later loses lines and stops nobody. */
  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#stream = createStream(basename(path), {
      path: dirname(path),
      size: '10M',
      maxFiles: 3,
      mode: 0o600,
      initialRotation: true,
    });
    this.#stream.on('error', () => {}).on('warning', () => {});
  }

  write({ time, level, text, source }: LogLine): void {
    this.#stream.write(`${time} ${source === 'watchdog' ? formatLogLine(level, text) : text}\n`);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#stream.end(resolve));
  }
}
