import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { formatLogLine, type LogLine } from '@lifebound/core';

const mostBytes = 10 * 1024 * 1024;
const oldFiles = 3;

/**
 * Everything that is logged, on disk, private to the user: `app.log`, and three older ones, `app.log.1` the youngest.
 * Written at once and not by a stream: a stream's last lines, which tell why an app has ended, are lost with it.
 */
export class LogFile {
  readonly #path: string;
  #descriptor: number;
  #bytes: number;

  /** @throws what mkdir and open throw. A disk that is full later loses lines and stops nobody. */
  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    this.#path = path;
    this.#descriptor = open(path);
    this.#bytes = fstatSync(this.#descriptor).size;
  }

  write({ time, level, text, source }: LogLine): void {
    const line = `${time} ${source === 'watchdog' ? formatLogLine(level, text) : text}\n`;
    try {
      if (this.#bytes >= mostBytes) this.#rotate();
      this.#bytes += writeSync(this.#descriptor, line);
    } catch {
      // A full disk; the next line may find room.
    }
  }

  #rotate(): void {
    for (let age = oldFiles; age > 0; age -= 1) {
      const younger = age === 1 ? this.#path : `${this.#path}.${age - 1}`;
      try {
        renameSync(younger, `${this.#path}.${age}`);
      } catch {
        // There is none of that age yet.
      }
    }
    const old = this.#descriptor;
    this.#descriptor = open(this.#path);
    this.#bytes = fstatSync(this.#descriptor).size;
    closeSync(old);
  }
}

function open(path: string): number {
  return openSync(path, 'a', 0o600);
}
