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
    const { state, generation, config } = after;
    const tree = this.system.trees.get(generation);
    const hasGotReady = state === 'ready' && before.state === 'starting';
    if (hasGotReady && config.readiness.kind === 'link') {
      must(tree?.hasShownReady === true, 'only who has shown it is ready', generation);
    }
    // A machine that is always late is forgiven three times only, so that its sleep after that is held against it.
    const isSuspect = state === 'suspect' && before.state === 'ready' && this.system.lateMs === 0;
    // First cause wins: an exit only completes it.
    const isUnhealthy = after.run?.cause?.kind === 'unhealthy' && !before.run?.cause;
    if (!isSuspect && !isUnhealthy) return;
    must(tree !== undefined && this.wasAbsent(tree, config), 'only who did not answer is judged', state);
    must(this.clock.nowMs >= (tree?.busyUntilMs ?? 0), 'a busy backend is not judged', state);
    must(!before.run?.debuggers.body, 'a debugged backend is not judged', state);
  }

  /** Since the last look; a stranger on its port may have answered in its place until a moment ago. */
  private wasAbsent(tree: Tree, { readiness, health }: Machine['config']): boolean {
    const isAbsent = tree.isHung || (readiness.kind === 'tcp' && !tree.isUp);
    return isAbsent || this.clock.nowMs - tree.hungUntilMs <= 2 * health.checkIntervalMs;
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
      const isStillHung = tree.hasHungSinceMs <= sinceMs;
      must(!isSame || !isStillHung || isExcused, 'a hung backend is ended in time', now.run?.misses);
    });
  }
}

function isDebugged({ run }: Machine): boolean {
  return run !== null && (run.debuggers.body || run.debuggers.backend);
}
