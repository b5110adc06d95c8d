import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '@lifebound/core';
import { openStateFolder } from './state-folder.js';

/** The file that says, while a backend runs, what the next start has to end if this process is lost. */
export class RecordFile {
  readonly #path: string | null;

  constructor(generation: number) {
    const folder = openStateFolder('running');
    const name = `${process.pid}-${generation}-${randomBytes(4).toString('hex')}.json`;
    this.#path = folder && join(folder, name);
  }

  /** Whole or not at all. `false`: it could not be written, and the next start will know nothing of this backend. */
  write(record: RunRecord): boolean {
    if (this.#path === null) return false;
    const temporary = `${this.#path}.tmp`;
    try {
      writeFileSync(temporary, JSON.stringify(record), { mode: 0o600 });
      renameSync(temporary, this.#path);
      return true;
    } catch {
      rmSync(temporary, { force: true });
      return false;
    }
  }

  remove(): void {
    if (this.#path !== null) rmSync(this.#path, { force: true });
  }
}
