import { type Signal, signal } from '@preact/signals';
import { type Failure, failureOf, isAway } from '../edits/edit-queue.js';
import type { ChartData } from '../service/api.js';
import type { Service } from '../service/service.js';
import { keepSame } from './keep-same.js';

/** An answer that takes longer is felt by whoever types. */
const slowMs = 100;

/** What the charts on the screen draw: asked for once a revision, all together, and never while an answer is awaited. */
export class ChartValues {
  readonly known: Signal<ReadonlyMap<string, ChartData>> = signal(new Map());
  /** Why there is nothing newer; while the backend is away the last picture stays. */
  readonly failure: Signal<Failure | null> = signal(null);
  readonly #service: Service;
  readonly #workbook: string;
  readonly #revision: () => number;
  readonly #askedAt = new Map<string, number>();
  #shown: readonly string[] = [];
  #isAsking = false;

  constructor(service: Service, workbook: string, revision: () => number) {
    this.#service = service;
    this.#workbook = workbook;
    this.#revision = revision;
  }

  /** Those that are on the screen. */
  show(ids: readonly string[]): void {
    this.#shown = ids;
    void this.#ask();
  }

  /** The charts themselves have changed, or the backend has come back: all is asked for anew. */
  restart(): void {
    this.#askedAt.clear();
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const revision = this.#revision();
    const charts = this.#shown.filter((id) => this.#askedAt.get(id) !== revision);
    if (charts.length === 0 || this.#isAsking) return;
    this.#isAsking = true;
    const askedAtMs = performance.now();
    // What fails, and what the service does not know yet, is asked for with the next revision.
    for (const id of charts) this.#askedAt.set(id, revision);
    try {
      const { data } = await this.#service.call('workbook/chartData', { workbook: this.#workbook, charts });
      const next = new Map(this.known.peek());
      for (const each of data) next.set(each.id, keepSame(next.get(each.id), each));
      this.known.value = next;
      this.failure.value = null;
    } catch (error) {
      const failure = failureOf(error);
      if (!isAway(failure)) this.failure.value = failure;
    }
    const tookMs = performance.now() - askedAtMs;
    // What is typed meanwhile comes first: charts take a third of the service's time and no more.
    if (tookMs > slowMs) await new Promise((resolve) => setTimeout(resolve, 2 * tookMs));
    this.#isAsking = false;
    void this.#ask();
  }
}
