import { computed, signal } from '@preact/signals';
import type { RecoveryEntry, WorkbookInfo } from '../service/api.js';
import type { Service } from '../service/service.js';

/** What an earlier run left that is in no file. */
export class Recovery {
  readonly entries = signal<readonly RecoveryEntry[]>([]);
  /** Whether the service has answered; one without recovery never does. */
  readonly isKnown = signal(false);
  /** Those that nobody chose to leave: they are offered without being asked for. */
  readonly interrupted = computed(() => this.entries.value.filter(({ state }) => state === 'interrupted'));
  readonly #service: Service;

  constructor(service: Service) {
    this.#service = service;
  }

  async look(): Promise<void> {
    const answer = await this.#service.call('recovery/list', {}).catch(() => null);
    this.isKnown.value = answer !== null;
    this.entries.value = answer?.entries ?? [];
  }

  async open(id: string): Promise<WorkbookInfo> {
    const info = await this.#service.call('recovery/open', { id });
    this.#drop(id);
    return info;
  }

  async discard(id: string): Promise<void> {
    await this.#service.call('recovery/discard', { id });
    this.#drop(id);
  }

  #drop(id: string): void {
    this.entries.value = this.entries.peek().filter((entry) => entry.id !== id);
  }
}
