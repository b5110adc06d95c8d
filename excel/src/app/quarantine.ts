import type { QuarantinedOperation } from '../service/api.js';
import type { Service } from '../service/service.js';
import type { WorkbookSession } from '../session/workbook-session.js';

/** Changes that stopped the backend twice and were set aside. */
export class Quarantine {
  readonly #service: Service;

  constructor(service: Service) {
    this.#service = service;
  }

  async list(session: WorkbookSession): Promise<readonly QuarantinedOperation[]> {
    return (await this.#service.call('quarantine/list', { workbook: session.id })).operations;
  }

  async retry(session: WorkbookSession, key: string): Promise<void> {
    await this.#service.call('quarantine/retry', { workbook: session.id, key });
    await session.resync();
  }

  async drop(session: WorkbookSession, key: string): Promise<void> {
    await this.#service.call('quarantine/drop', { workbook: session.id, key });
    await session.resync();
  }
}
