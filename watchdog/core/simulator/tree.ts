import type { LeftProcess } from '../src/events.js';
import type { Behaviour } from './behaviour.js';
import type { Clock } from './clock.js';

/** What the system tells of a tree. */
export interface Observer {
  exited(tree: Tree, code: number | null, signal: string | null): void;
}

/** When a backend has started what else it needs. */
const settledMs = 150;

/** One generation's processes: the leader, those of its group, and daemons that left group and session. */
export class Tree {
  leaderLives = true;
  group = 0;
  daemons = 0;
  /** Listens on the port of the configuration. */
  isUp = false;
  hangsAtMs: number;
  hasHungSinceMs = Number.POSITIVE_INFINITY;
  hungUntilMs = Number.NEGATIVE_INFINITY;
  busyUntilMs = 0;
  /** It has sent a `ready` that counts. */
  hasShownReady = false;
  /** Somebody was told that it could not be emptied. */
  isTold = false;
  private looks = 0;
  private isKilled = false;

  constructor(
    readonly generation: number,
    readonly behaviour: Behaviour,
    private readonly clock: Clock,
    private readonly observer: Observer,
  ) {
    this.hangsAtMs = clock.nowMs + (behaviour.hangMs ?? Number.POSITIVE_INFINITY);
    if (behaviour.forks + behaviour.daemons > 0) clock.after(settledMs, () => this.settle());
  }

  get lives(): number {
    return Number(this.leaderLives) + this.group + this.daemons;
  }

  get isAnswering(): boolean {
    return this.leaderLives && this.isUp && !this.isHung;
  }

  get isHung(): boolean {
    return this.isKilled || this.clock.nowMs >= this.hangsAtMs;
  }

  /** Stopped by a signal and continued, or stuck and free again. */
  goOn(): void {
    this.hungUntilMs = this.clock.nowMs;
    this.hangsAtMs = Number.POSITIVE_INFINITY;
    this.hasHungSinceMs = Number.POSITIVE_INFINITY;
  }

  daemonise(): void {
    if (!this.isHung) this.daemons += 1;
  }

  crash(code: number): void {
    if (!this.isKilled) this.end(code, null);
  }

  /** To the whole group; a daemon does not hear it. */
  signal(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { ignoresTerm, exitMs, dieMs } = this.behaviour;
    if (signal === 'SIGTERM') {
      if (ignoresTerm || this.isHung) return;
      this.clock.after(exitMs, () => {
        this.group = 0;
        this.end(0, null);
      });
      return;
    }
    // It may not be gone for a while, but it does nothing of its own any more.
    this.isKilled = true;
    if (dieMs !== null) {
      this.clock.after(dieMs, () => {
        this.group = 0;
        this.end(null, 'SIGKILL');
      });
    }
  }

  /** The body's look: kills what is left, and finds who survives. */
  look(): readonly LeftProcess[] {
    this.looks += 1;
    if (this.looks > this.behaviour.survivesLooks) {
      this.group = 0;
      this.daemons = 0;
    }
    return Array.from({ length: this.group + this.daemons }, (_, index) => ({
      pid: 9_000 + index,
      name: 'left',
    }));
  }

  private settle(): void {
    if (!this.leaderLives || this.isKilled) return;
    this.group += this.behaviour.forks;
    this.daemons += this.behaviour.daemons;
  }

  private end(code: number | null, signal: string | null): void {
    if (!this.leaderLives) return;
    this.leaderLives = false;
    this.observer.exited(this, code, signal);
  }
}
