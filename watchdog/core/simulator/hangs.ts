import type { Machine } from '../src/machine/machine.js';
import type { Clock } from './clock.js';
import { must } from './invariants.js';
import type { System } from './system.js';
import type { Tree } from './tree.js';

/** Hang detection is not fooled: who is silent is ended in time, and nobody else is. */
export class Hangs {
  /** Times at which something happened that grants a fresh window. */
  private excusedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly clock: Clock,
    private readonly system: System,
    private readonly read: () => Machine,
  ) {}

  excuse(): void {
    this.excusedAtMs = this.clock.nowMs;
  }

  /** After each step. */
  note(before: Machine, after: Machine): void {
    const cause = after.run?.cause;
    if (!cause || cause === before.run?.cause || cause.kind !== 'unhealthy') return;
    const tree = this.system.trees.get(cause.generation);
    // A stranger on its port has answered in its place until a moment ago.
    const isAbsent = tree?.isHung === true || !tree?.isUp;
    must(isAbsent, 'only a hung backend is unhealthy', cause);
    must(this.clock.nowMs >= (tree?.busyUntilMs ?? 0), 'a busy backend is not judged', cause);
    must(!before.run?.debuggers.body, 'a debugged backend is not judged', cause);
  }

  /** It hangs from now on. */
  expectEnd(tree: Tree): void {
    const { state, config, generation } = this.read();
    const isWatched = (state === 'ready' || state === 'suspect') && generation === tree.generation;
    if (!isWatched || config.readiness.kind === 'stay') return;
    const { checkIntervalMs, unhealthyAfterMisses } = config.health;
    const boundMs = (unhealthyAfterMisses + 3) * checkIntervalMs;
    const sinceMs = this.clock.nowMs;
    const excuse = Math.max(sinceMs, tree.busyUntilMs);
    this.clock.after(excuse - sinceMs + boundMs, () => {
      const now = this.read();
      const isSame = now.generation === tree.generation && (now.state === 'ready' || now.state === 'suspect');
      const isExcused =
        this.excusedAtMs >= sinceMs ||
        this.system.lateMs > 0 ||
        this.system.strangerHasPort ||
        isDebugged(now);
      must(!isSame || isExcused, 'a hung backend is ended in time', now.run?.misses);
    });
  }
}

function isDebugged({ run }: Machine): boolean {
  return run !== null && (run.debuggers.body || run.debuggers.backend);
}
