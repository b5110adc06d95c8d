import { computed, signal } from '@preact/signals';
import { failureOf } from '../edits/edit-queue.js';
import type { Settings } from '../service/api.js';
import type { Service } from '../service/service.js';
import type { Notices } from './notices.js';

/** So long after the last edit, when it is on. */
const autosaveSeconds = 5;

/** The service's settings, as far as the user sees them. */
export class AppSettings {
  readonly #service: Service;
  readonly #notices: Notices;
  readonly #settings = signal<Settings | null>(null);
  readonly autosaves = computed(() => (this.#settings.value?.autosaveSeconds ?? 0) > 0);

  constructor(service: Service, notices: Notices) {
    this.#service = service;
    this.#notices = notices;
  }

  /** A service without settings has none to show. */
  async read(): Promise<void> {
    this.#settings.value = await this.#service.call('settings/get', {}).catch(() => null);
  }

  async toggleAutosave(): Promise<void> {
    try {
      const settings = this.#settings.peek() ?? (await this.#service.call('settings/get', {}));
      this.#settings.value = await this.#service.call('settings/set', {
        settings: { ...settings, autosaveSeconds: settings.autosaveSeconds > 0 ? 0 : autosaveSeconds },
      });
    } catch (error) {
      this.#notices.tell(failureOf(error));
    }
  }
}
