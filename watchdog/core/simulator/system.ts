import type { WatchdogConfig } from '../src/config.js';
import type { Effect } from '../src/effects.js';
import type { EventBody, TimerName } from '../src/events.js';
import type { Behaviour } from './behaviour.js';
import type { Clock } from './clock.js';
import { must } from './invariants.js';
import { Tree } from './tree.js';

type EffectOf<Type extends Effect['type']> = Extract<Effect, { readonly type: Type }>;

const address = 98;
const probeAnswerMs = 5;
const locateMs = 5;
const declareMs = 400;
const declareAnswerMs = 300;

/** An operating system and a body of virtual parts: it carries out effects, and answers by events. */
export class System {
  readonly trees = new Map<number, Tree>();
  /** Faults that really happened. */
  faults = 0;
  /** A stranger listens on the backend's port. */
  strangerHasPort = false;
  /** Every clock of ours rings so much later than due. */
  lateMs = 0;
  hostIsGone = false;
  private readonly clocks = new Map<TimerName, object>();

  constructor(
    readonly clock: Clock,
    private readonly behaviours: readonly Behaviour[],
    private readonly config: WatchdogConfig,
    private readonly send: (body: EventBody) => void,
  ) {}

  /** The one tree that is watched now, if its leader lives. */
  current(): Tree | undefined {
    for (const tree of this.trees.values()) if (tree.leaderLives) return tree;
    return undefined;
  }

  carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'locate':
        this.locate(effect);
        break;
      case 'spawn':
        this.spawn(effect.generation);
        break;
      case 'signal':
        this.trees.get(effect.generation)?.signal(effect.signal);
        break;
      case 'endTree':
        this.endTree(effect);
        break;
      case 'declare':
        this.declare(effect);
        break;
      case 'probe':
        this.probe(effect);
        break;
      case 'setTimer':
        this.setTimer(effect);
        break;
      case 'clearTimer':
        must(this.clocks.delete(effect.timer), 'only what is set is cleared', effect);
        break;
      case 'report':
        if (effect.error.code === 'TREE_NOT_EMPTY')
          for (const tree of this.trees.values()) tree.isTold = true;
        break;
    }
  }

  private locate({ generation, candidates }: EffectOf<'locate'>): void {
    const behaviour = this.behaviourOf(generation);
    if (behaviour.lookMs === null) {
      this.fault();
      return;
    }
    const candidate = candidates[0] ?? '';
    const answers = [{ candidate, found: 'executable' as const, path: `/base/${candidate}` }];
    this.clock.after(locateMs, () => this.send({ type: 'located', generation, answers }));
  }

  private spawn(generation: number): void {
    for (const tree of this.trees.values()) {
      must(!tree.leaderLives, 'at most one generation lives', [generation, tree.generation]);
      must(tree.lives === 0 || tree.isTold, 'the tree is empty before the next start', tree.generation);
    }
    must(!this.hostIsGone, 'nothing starts after the end of the host', generation);
    const behaviour = this.behaviourOf(generation);
    if (behaviour.spawn !== 'answers') this.fault();
    if (behaviour.spawn === 'never-answers') return;
    this.clock.after(behaviour.spawnMs, () => {
      if (behaviour.spawn === 'answers') this.bringUp(generation, behaviour);
      else
        this.send({
          type: 'spawnFailed',
          generation,
          reason: behaviour.spawn === 'fails' ? 'EAGAIN' : 'EACCES',
        });
    });
  }

  private bringUp(generation: number, behaviour: Behaviour): void {
    const { clock } = this;
    for (const other of this.trees.values()) must(!other.leaderLives, 'one generation comes up', generation);
    const tree = new Tree(generation, behaviour, clock, {
      exited: (_tree, code, signal) =>
        this.send({ type: 'exited', generation, code, signal, stderrTail: [] }),
    });
    this.trees.set(generation, tree);
    const nonce = `n${generation}`;
    this.send({ type: 'spawned', generation, pid: 1_000 + generation, nonce, tier: 'group', tierReason: '' });
    const { readyMs, crash, busy, hangMs } = behaviour;
    if (readyMs !== null) clock.after(readyMs, () => this.getReady(tree));
    if (hangMs !== null) clock.after(hangMs, () => this.hang(tree));
    if (busy !== null)
      clock.after(busy.afterMs, () => this.say(tree, 'lifebound/busy', { forMs: busy.forMs }));
    if (behaviour.declares !== 'nothing')
      clock.after(declareMs, () => this.say(tree, 'lifebound/declare', { pid: 5 }));
    if (crash !== null) clock.after(crash.afterMs, () => this.crash(tree, crash.code));
    this.beat(tree);
  }

  private getReady(tree: Tree): void {
    if (!tree.leaderLives || tree.isHung) return;
    if (this.config.readiness.kind === 'tcp' && this.portIsTaken(tree)) {
      this.crash(tree, address);
      return;
    }
    tree.isUp = true;
    const { says } = tree.behaviour;
    const nonce = says === 'wrong-nonce' ? 'yesterday' : `n${tree.generation}`;
    const version = says === 'other-version' ? '2.0.0' : '1.0.0';
    if (says !== 'ready') this.fault();
    tree.hasShownReady = says === 'ready' || (says === 'other-version' && this.config.appVersion === null);
    this.say(tree, 'lifebound/ready', says === 'nonsense' ? [[]] : { protocol: 1, nonce, version, port: 9 });
  }

  /** An older tree of ours may hold it only when somebody was told that it could not be ended. */
  private portIsTaken(tree: Tree): boolean {
    for (const other of this.trees.values()) {
      if (other === tree || !other.isUp || other.lives === 0) continue;
      must(other.isTold, 'no port is held by an older generation', other.generation);
      return true;
    }
    return this.strangerHasPort;
  }

  crash(tree: Tree, code: number): void {
    if (!tree.leaderLives) return;
    this.fault();
    tree.crash(code);
  }

  hang(tree: Tree): void {
    if (!tree.leaderLives || tree.hasHungSinceMs <= this.clock.nowMs) return;
    this.fault();
    tree.hangsAtMs = this.clock.nowMs;
    tree.hasHungSinceMs = this.clock.nowMs;
  }

  fault(): void {
    this.faults += 1;
  }

  say(tree: Tree, method: string, params: unknown): void {
    if (!tree.leaderLives || tree.isHung) return;
    this.send({ type: 'message', generation: tree.generation, method, params });
    if (method === 'lifebound/busy' && this.config.readiness.kind === 'link') {
      tree.busyUntilMs = this.clock.nowMs + (params as { readonly forMs: number }).forMs;
    }
  }

  beat(tree: Tree): void {
    if (!tree.leaderLives || tree.isHung) return;
    this.say(tree, 'lifebound/beat', {});
    this.clock.after(this.config.health.checkIntervalMs / 2, () => this.beat(tree));
  }

  /** What was asked to end has the rest of the grace; then it is killed. */
  private endTree({ generation, graceMs }: EffectOf<'endTree'>): void {
    const tree = this.trees.get(generation);
    const { lookMs } = this.behaviourOf(generation);
    const waitMs = tree !== undefined && tree.lives > 0 ? graceMs : 0;
    this.clock.after(waitMs, () => {
      const left = tree?.look() ?? [];
      if (left.length > 0 || lookMs === null) this.fault();
      if (lookMs !== null)
        this.clock.after(lookMs, () => this.send({ type: 'treeChecked', generation, left }));
    });
  }

  /** A declared helper is found by nothing but its pid, and survives what a daemon survives. */
  private declare({ generation, pid }: EffectOf<'declare'>): void {
    const tree = this.trees.get(generation);
    const isTaken = tree?.behaviour.declares === 'helper' && !tree.isHung;
    if (isTaken) tree.daemonise();
    const body: EventBody = isTaken
      ? { type: 'declared', generation, pid, name: 'helper' }
      : { type: 'declareRefused', generation, pid, reason: 'a stranger' };
    this.clock.after(declareAnswerMs, () => this.send(body));
  }

  private probe({ generation, timeoutMs }: EffectOf<'probe'>): void {
    const tree = this.trees.get(generation);
    const isAnswered = () => this.strangerHasPort || tree?.isAnswering === true;
    // Who hangs may go on before the time is out.
    this.clock.after(isAnswered() ? probeAnswerMs : timeoutMs, () =>
      this.send({ type: 'probed', generation, ok: isAnswered(), detail: '' }),
    );
  }

  private setTimer({ timer, generation, delayMs }: EffectOf<'setTimer'>): void {
    const token = {};
    this.clocks.set(timer, token);
    const ring = () => {
      if (this.clocks.get(timer) !== token) return;
      this.clocks.delete(timer);
      this.send({ type: 'timer', timer, generation });
    };
    this.clock.after(delayMs + this.lateMs, ring, true);
  }

  behaviourOf(generation: number): Behaviour {
    return this.behaviours[(generation - 1) % this.behaviours.length] as Behaviour;
  }
}
