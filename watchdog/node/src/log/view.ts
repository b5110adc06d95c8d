import type { LogLine } from '@lifebound/core';

/**
 * One reader of the log that may be slow. While `isSlow` says so, lines are dropped and counted; the next line that
 * gets through is preceded by a notice with the count. The kept log and the backend are never held back.
 */
export class LogView {
  readonly #isSlow: () => boolean;
  readonly #write: (line: LogLine) => void;
  #dropped = 0;

  constructor(isSlow: () => boolean, write: (line: LogLine) => void) {
    this.#isSlow = isSlow;
    this.#write = write;
  }

  push(line: LogLine): void {
    if (this.#isSlow()) {
      this.#dropped += 1;
      return;
    }
    if (this.#dropped > 0) {
      const text = `${this.#dropped} log lines were left out here, since this view was too slow.`;
      this.#dropped = 0;
      this.#write({ source: 'watchdog', level: 'WARN', text, time: line.time });
    }
    this.#write(line);
  }
}
