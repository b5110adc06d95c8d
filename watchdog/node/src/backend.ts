import type { Effect, EventBody, WatchdogConfig } from '@lifebound/core';
import { formatNotification } from './channel/message.js';
import { Generation, type GenerationHandlers } from './generation.js';
import { checkCandidates } from './locate.js';
import type { BodyOptions } from './options.js';
import { offHostExit, onHostExit } from './process/host-exit.js';
import { Starter } from './starter.js';

/** The effects that touch the operating system. */
export type BackendEffect = Extract<
  Effect,
  { type: 'locate' | 'spawn' | 'send' | 'closeStdin' | 'signal' | 'endTree' | 'declare' | 'probe' }
>;
type Spawn = Extract<Effect, { type: 'spawn' }>;
type Probe = Extract<Effect, { type: 'probe' }>;
type EndTree = Extract<Effect, { type: 'endTree' }>;
type Declare = Extract<Effect, { type: 'declare' }>;

/** The backend's side of a generation that the host must hear of. */
export type BackendHandlers = Omit<GenerationHandlers, 'exited' | 'heard' | 'notification'> & {
  notification(method: string, params: unknown): void;
  /** A line of the watchdog's log. */
  say(level: 'INFO' | 'WARN', text: string): void;
};

/** Acts on the operating system for the core, and answers by events. */
export class Backend {
  readonly #starter: Starter;
  readonly #options: BodyOptions;
  readonly #handlers: BackendHandlers;
  readonly #dispatch: (event: EventBody) => void;
  #isTraced = false;
  /** By number. More than one only while the left-overs of an old one could not be ended. */
  readonly #generations = new Map<number, Generation>();
  /** The host's own exit without a stop: nothing asynchronous can run any more, so the tree is ended the hard way. */
  readonly #endNow = () => {
    for (const generation of this.#generations.values()) generation.endNow();
  };

  /** @throws LifeboundFailure when a forced tier is not to be had */
  constructor(
    config: WatchdogConfig,
    options: BodyOptions,
    handlers: BackendHandlers,
    dispatch: (event: EventBody) => void,
  ) {
    this.#starter = new Starter(config, options, handlers.say);
    this.#options = options;
    this.#handlers = handlers;
    this.#dispatch = dispatch;
  }

  /** The latest generation's channel: `null` without a link or a backend. */
  get channel(): Generation['channel'] {
    return [...this.#generations.values()].at(-1)?.channel ?? null;
  }

  kill(): void {
    for (const generation of this.#generations.values()) generation.signalTree('SIGKILL');
  }

  perform(effect: BackendEffect): void {
    const generation = this.#generations.get(effect.generation);
    switch (effect.type) {
      case 'locate':
        this.#locate(effect.generation, effect.candidates);
        break;
      case 'spawn':
        void this.#spawn(effect);
        break;
      case 'send':
        generation?.channel?.sendControl(formatNotification(effect.message.method, effect.message.params));
        break;
      case 'closeStdin':
        generation?.closeStdin();
        break;
      case 'signal':
        generation?.signalTree(effect.signal);
        break;
      case 'endTree':
        void this.#endTree(effect, generation);
        break;
      case 'declare':
        void this.#declare(effect, generation);
        break;
      case 'probe':
        void this.#probe(effect, generation);
        break;
    }
  }

  #locate(generation: number, candidates: readonly string[]): void {
    const answers = checkCandidates(this.#options.cwd, candidates, process.env.PATH ?? '');
    this.#dispatch({ type: 'located', generation, answers });
  }

  async #spawn(spawn: Spawn): Promise<void> {
    const { generation, link } = spawn;
    try {
      const { contained, tree, containment, nonce } = await this.#starter.start(spawn);
      const started = new Generation(contained, tree, link, {
        ...this.#handlers,
        heard: () => this.#dispatch({ type: 'heard', generation }),
        notification: (method, params) => this.#notified(generation, method, params),
        exited: (code, signal, stderrTail) =>
          this.#dispatch({ type: 'exited', generation, code, signal, stderrTail }),
      });
      this.#generations.set(generation, started);
      onHostExit(this.#endNow);
      const { tier, reason } = containment;
      this.#dispatch({ type: 'spawned', generation, pid: contained.pid, nonce, tier, tierReason: reason });
    } catch (error) {
      this.#dispatch({ type: 'spawnFailed', generation, reason: (error as Error).message });
    }
  }

  #notified(generation: number, method: string, params: unknown): void {
    if (method.startsWith('lifebound/')) this.#dispatch({ type: 'message', generation, method, params });
    else this.#handlers.notification(method, params);
  }

  async #declare(
    { generation: number, pid, namespace }: Declare,
    generation: Generation | undefined,
  ): Promise<void> {
    const declared = generation?.tree
      .declare(pid, namespace)
      .catch((error: Error) => ({ refused: error.message }));
    const answer = (await declared) ?? { refused: 'its backend has ended' };
    if ('name' in answer) {
      this.#dispatch({ type: 'declared', generation: number, pid, name: answer.name });
    } else {
      this.#dispatch({ type: 'declareRefused', generation: number, pid, reason: answer.refused });
    }
  }

  /** By ptrace; a debugger that the backend itself knows of is told by the link. */
  checkDebugger(): void {
    const generation = [...this.#generations.values()].at(-1);
    const isTraced = generation?.tree.isTraced ?? false;
    if (isTraced === this.#isTraced) return;
    this.#isTraced = isTraced;
    this.#dispatch({ type: 'debugger', attached: isTraced });
  }

  async #endTree(
    { generation: number, graceMs }: EndTree,
    generation: Generation | undefined,
  ): Promise<void> {
    // Who is left can't always be listed (no /proc, no ps): then only the group's number is known.
    const left = generation
      ? await generation.tree.end(graceMs).catch(() => [{ pid: generation.pid, name: '' }])
      : [];
    if (left.length === 0) this.#generations.delete(number);
    if (this.#generations.size === 0) offHostExit(this.#endNow);
    this.#dispatch({ type: 'treeChecked', generation: number, left });
  }

  async #probe(
    { generation: number, target, timeoutMs }: Probe,
    generation: Generation | undefined,
  ): Promise<void> {
    if (!generation) return;
    const { signal } = generation;
    // Loaded when needed: HTTP, TLS and their kin cost 2 MB of memory.
    const { probeHttp, probeTcp } = await import('./probe/index.js');
    const probe = () =>
      target.kind === 'http'
        ? probeHttp(target.url, timeoutMs, signal)
        : probeTcp(target.port, timeoutMs, signal);
    // An address that can't be asked at all, such as a port of 99999, is no answer either.
    const result = await probe().catch((error: Error) => ({ ok: false, detail: error.message }));
    this.#dispatch({ type: 'probed', generation: number, ...result });
  }
}
