import { signal } from '@preact/signals';
import type { Service } from '../service/service.js';

export interface Work {
  /** `null`: it can't be cancelled. */
  readonly id: string | null;
  readonly what: string;
  /** 0 to 1; `null`: nobody knows. */
  readonly fraction: number | null;
}

/** What is being worked on, and what the service says of it when it takes over a second. */
export class Progress {
  /** What was asked for and is being done, in words; `null` when nothing is. */
  readonly busy = signal<string | null>(null);
  readonly work = signal<Work | null>(null);
  readonly #service: Service;

  constructor(service: Service) {
    this.#service = service;
    service.onNotify('service/progress', ({ id = null, what, done, fraction = null }) => {
      this.work.value = done ? null : { id, what, fraction };
    });
  }

  /** What the service did is over, however it ended. */
  clear(): void {
    this.work.value = null;
  }

  async cancel(): Promise<void> {
    const id = this.work.peek()?.id;
    // That it is over already is as good.
    if (id) await this.#service.call('service/cancel', { id }).catch(() => null);
  }
}
