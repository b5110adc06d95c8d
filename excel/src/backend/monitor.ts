import type { BackendClient, LogLine, Status } from '@lifebound/core';
import { computed, type Signal, signal } from '@preact/signals';
import { addSpell, type Spell } from './history.js';

/** Lines kept for the panel; the watchdog keeps its own. */
const keptLines = 1_000;

/** What the watchdog says about the backend, for lights, panels and banners. */
export class BackendMonitor {
  readonly status = signal<Status | null>(null);
  readonly spells = signal<readonly Spell[]>([]);
  readonly lines = signal<readonly LogLine[]>([]);
  /** When the snapshot came, on this page's clock: durations in it run on from there. */
  readonly receivedAtMs = signal(0);
  /** A fresh line each second while somebody looks. */
  readonly now: Signal<number> = signal(performance.now(), {
    watched: () => this.#tick(),
    unwatched: () => clearInterval(this.#timer),
  });
  readonly ready = computed(() => this.status.value?.ready === true);
  readonly uptimeMs = computed(() => this.#running(this.status.value?.uptimeMs ?? null, 1));
  readonly nextAttemptInMs = computed(() => this.#running(this.status.value?.nextAttemptInMs ?? null, -1));
  readonly #client: BackendClient;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(client: BackendClient) {
    this.#client = client;
  }

  /** @param onStatus called after the signals have changed */
  async start(onStatus: (status: Status) => void): Promise<void> {
    const receive = (status: Status) => {
      this.#show(status);
      this.spells.value = addSpell(this.spells.peek(), status, this.now.peek());
      onStatus(status);
    };
    this.#client.onStatus(receive);
    this.#client.onLog((line) => {
      this.lines.value = [...this.lines.peek().slice(1 - keptLines), line];
    });
    const early = this.lines.peek().length;
    const [status, lines] = await Promise.all([this.#client.status(), this.#client.log()]);
    if (this.status.peek() === null) receive(status);
    // What was logged while we asked is in both.
    this.lines.value = [
      ...lines,
      ...this.lines
        .peek()
        .slice(early)
        .filter((line) => !lines.some((one) => same(one, line))),
    ];
  }

  /** Requests in flight change too often for each change to be told: whoever shows their number asks. */
  async refresh(): Promise<void> {
    const askedAtMs = performance.now();
    const status = await this.#client.status().catch(() => null);
    const wasTold = this.receivedAtMs.peek() > askedAtMs;
    if (status !== null && !wasTold) this.#show(status);
  }

  #show(status: Status): void {
    const nowMs = performance.now();
    this.receivedAtMs.value = nowMs;
    this.now.value = nowMs;
    this.status.value = status;
  }

  #tick(): void {
    const tell = () => {
      this.now.value = performance.now();
    };
    // Not at once: whoever begins to watch is being computed.
    queueMicrotask(tell);
    this.#timer = setInterval(tell, 1_000);
  }

  #running(durationMs: number | null, direction: 1 | -1): number | null {
    if (durationMs === null) return null;
    return Math.max(0, durationMs + direction * Math.max(0, this.now.value - this.receivedAtMs.value));
  }
}

function same(a: LogLine, b: LogLine): boolean {
  return a.time === b.time && a.text === b.text && a.source === b.source;
}
