import { type Signal, signal } from '@preact/signals';
import type { Picture } from '../service/api.js';
import type { Service } from '../service/service.js';

/** The pictures of one workbook; each is loaded when it comes into sight. */
export class SessionPictures {
  readonly list: Signal<readonly Picture[]> = signal([]);
  /** Addresses of what has been loaded, by the part; `null`: it is on its way, or can't be shown. */
  readonly loaded: Signal<ReadonlyMap<string, string | null>> = signal(new Map());
  readonly #service: Service;
  readonly #workbook: string;

  constructor(service: Service, workbook: string) {
    this.#service = service;
    this.#workbook = workbook;
  }

  /** A service that has no pictures leaves those that are here. */
  async read(): Promise<void> {
    const answer = await this.#service
      .call('workbook/pictures', { workbook: this.#workbook })
      .catch(() => null);
    if (!answer || JSON.stringify(answer.pictures) === JSON.stringify(this.list.peek())) return;
    this.list.value = answer.pictures;
  }

  onSheet(sheet: number): readonly Picture[] {
    return this.list.peek().filter((picture) => picture.sheet === sheet);
  }

  /** These are in sight. */
  async load(parts: readonly string[]): Promise<void> {
    const missing = [...new Set(parts)].filter((part) => !this.loaded.peek().has(part));
    if (missing.length === 0) return;
    this.#keep(missing.map((part) => [part, null]));
    for (const part of missing) {
      const found = await this.#service
        .call('workbook/picture', { workbook: this.#workbook, part })
        // What can't be shown is kept in the file all the same: its place stays empty.
        .catch(() => null);
      if (found) this.#keep([[part, `data:${found.type};base64,${found.data}`]]);
    }
  }

  #keep(entries: readonly (readonly [string, string | null])[]): void {
    this.loaded.value = new Map([...this.loaded.peek(), ...entries]);
  }
}
