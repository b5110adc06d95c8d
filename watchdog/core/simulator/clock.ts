interface Planned {
  readonly atMs: number;
  /** Of two at the same time the one that was planned first. */
  readonly order: number;
  readonly isAlarm: boolean;
  readonly happen: () => void;
}

/** After a sleep our clocks ring at once, and the others need a moment until they are heard. */
const wakeMs = 10;

/** Virtual time, and all that is planned in it: a binary heap, since hundreds of thousands of worlds are played. */
export class Clock {
  nowMs = 0;
  /** Time in which everything stood still. */
  sleptMs = 0;
  private heap: Planned[] = [];
  private planned = 0;

  /** `isAlarm`: one of the watchdog's own clocks. */
  after(delayMs: number, happen: () => void, isAlarm = false): void {
    this.push({ atMs: this.nowMs + delayMs, order: this.planned++, isAlarm, happen });
  }

  private push(plan: Planned): void {
    const { heap } = this;
    let at = heap.push(plan) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (isBefore(heap[parent] as Planned, plan)) break;
      heap[at] = heap[parent] as Planned;
      at = parent;
    }
    heap[at] = plan;
  }

  /** Lets happen what is planned until then; what was due during a sleep is late. */
  runUntil(untilMs: number): void {
    for (let next = this.heap[0]; next !== undefined && next.atMs <= untilMs; next = this.heap[0]) {
      this.drop();
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.happen();
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
  }

  sleep(durationMs: number): void {
    this.nowMs += durationMs;
    this.sleptMs += durationMs;
    const all = this.heap;
    this.heap = [];
    for (const plan of all) {
      const isLate = !plan.isAlarm && plan.atMs < this.nowMs;
      this.push(isLate ? { ...plan, atMs: this.nowMs + wakeMs } : plan);
    }
  }

  private drop(): void {
    const { heap } = this;
    const last = heap.pop() as Planned;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Planned, heap[child] as Planned)) child += 1;
      if (isBefore(last, heap[child] as Planned)) break;
      heap[at] = heap[child] as Planned;
      at = child;
    }
    heap[at] = last;
  }
}

function isBefore(one: Planned, other: Planned): boolean {
  return one.atMs < other.atMs || (one.atMs === other.atMs && one.order < other.order);
}
