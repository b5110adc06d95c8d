import { effect, signal } from '@preact/signals';
import { failureOf } from '../edits/edit-queue.js';
import type { PendingCall } from '../service/pending-call.js';
import type { Service } from '../service/service.js';
import type { Notices } from './notices.js';
import { describeCancelled, describeWork } from './work-texts.js';

/** Below this nobody wonders. */
const shownAfterMs = 1_000;
const lookEveryMs = 200;

export interface Work {
  readonly call: PendingCall;
  readonly what: string;
  /** For how long, in whole seconds. */
  readonly seconds: number;
}

export interface ProgressParts {
  readonly service: Service;
  readonly notices: Notices;
  /** The name of an open workbook. */
  readonly nameOf: (workbook: string) => string | null;
  /** Whether a backend is there: while it is not, others tell of it. */
  readonly isReady: () => boolean;
}

/**
 * What is being worked on. By this page's own clock: the service can't tell, since native code that takes a second
 * takes all of it.
 */
export class Progress {
  /** What was asked for and is being done, in words; `null` when nothing is. */
  readonly busy = signal<string | null>(null);
  /** What takes over a second, and can be cancelled. */
  readonly work = signal<Work | null>(null);
  readonly isCancelling = signal(false);
  /** The generation of the backend that ended since its user cancelled. */
  readonly cancelledGeneration = signal<number | null>(null);
  readonly #parts: ProgressParts;
  #sinceMs = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(parts: ProgressParts) {
    this.#parts = parts;
  }

  /** From then on it looks while something is asked for. */
  start(): void {
    effect(() => {
      const isAsked = this.#parts.service.calls.oldest !== null;
      this.#sinceMs = performance.now();
      this.work.value = null;
      if (isAsked) this.#timer ??= setInterval(() => this.#look(), lookEveryMs);
      else {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    });
  }

  async cancel(generation: number | null): Promise<void> {
    const call = this.work.peek()?.call;
    if (!call || this.isCancelling.peek()) return;
    const { service, notices, nameOf } = this.#parts;
    this.isCancelling.value = true;
    this.cancelledGeneration.value = generation;
    this.work.value = null;
    try {
      notices.inform(describeCancelled(call, await service.calls.cancel(call), nameOf));
    } catch (error) {
      notices.tell(failureOf(error));
    } finally {
      this.isCancelling.value = false;
    }
  }

  #look(): void {
    const { service, nameOf, isReady } = this.#parts;
    const nowMs = performance.now();
    const { oldest } = service.calls;
    if (!isReady()) this.#sinceMs = nowMs;
    const tookMs = nowMs - this.#sinceMs;
    if (oldest === null || tookMs < shownAfterMs || this.isCancelling.peek()) {
      this.work.value = null;
      return;
    }
    const seconds = Math.floor(tookMs / 1_000);
    const shown = this.work.peek();
    if (shown?.call === oldest && shown.seconds === seconds) return;
    this.work.value = { call: oldest, what: describeWork(oldest, nameOf), seconds };
  }
}
