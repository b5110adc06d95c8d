import { createHash } from 'node:crypto';
import { existsSync, type FSWatcher, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStateFolder } from '../state/state-folder.js';

/** What an app is known by to `lifebound hold` when it gives no id of its own: where its backend is, and its label. */
export function defaultId(folder: string, label: string): string {
  return createHash('sha256').update(`${folder}\0${label}`).digest('hex').slice(0, 16);
}

/** The file that holds a backend over the end of its app: while it is there, no start of that id starts anything. */
export class HoldMarker {
  readonly #folder = openStateFolder('held');
  readonly #id: string;
  readonly #name: string;

  constructor(id: string) {
    this.#id = id;
    this.#name = `${encodeURIComponent(id)}.json`;
  }

  get isSet(): boolean {
    return this.#path !== null && existsSync(this.#path);
  }

  /** `false`: it could not be written, and the hold ends with the app. */
  set(): boolean {
    if (this.#path === null) return false;
    try {
      const marker = { version: 1, id: this.#id, sinceMs: Date.now(), pid: process.pid };
      writeFileSync(this.#path, JSON.stringify(marker), { mode: 0o600 });
      return true;
    } catch {
      return false;
    }
  }

  clear(): void {
    if (this.#path !== null) rmSync(this.#path, { force: true });
  }

  /**
   * Calls back when it may have come or gone, by whomever. That costs no wake-up, but where it can't be watched (the
   * user's inotify instances are used up): there it is looked for every `intervalMs`.
   */
  watch(intervalMs: number, changed: () => void): FSWatcher | NodeJS.Timeout | null {
    if (this.#folder === null) return null;
    try {
      const watcher = watch(this.#folder, (_, name) => {
        if (name === this.#name || name === null) changed();
      });
      return watcher.on('error', () => watcher.close());
    } catch {
      return setInterval(changed, intervalMs);
    }
  }

  get #path(): string | null {
    return this.#folder && join(this.#folder, this.#name);
  }
}
