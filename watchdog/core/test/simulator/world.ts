import type { WatchdogConfig } from '../../src/config.js';
import type { Effect } from '../../src/effects.js';
import type { Event, EventBody, TimerName } from '../../src/events.js';
import { createMachine, type Machine } from '../../src/machine/machine.js';
import { step } from '../../src/machine/step.js';
import type { Behaviour, Command } from './backend.js';
import { Budget } from './budget.js';
import { checkStep, freeze, must } from './invariants.js';

interface Process {
  readonly behaviour: Behaviour;
  readonly generation: number;
  alive: boolean;
  looks: number;
  hangsAtMs: number;
}

interface Planned {
  readonly atMs: number;
  readonly order: number;
  readonly happen: () => void;
}

/** A body without an operating system: virtual clock, virtual processes. Checks each step and keeps score. */
export class World {
  machine: Machine;
  nowMs = 0;
  readonly processes = new Map<number, Process>();
  readonly ends = new Map<number, string[]>();
  private readonly planned: Planned[] = [];
  private readonly clocks = new Map<TimerName, { readonly generation: number; readonly token: object }>();
  private readonly budget = new Budget();
  private order = 0;
  private nextRequest = 1;
  hostGoneAtMs = Number.POSITIVE_INFINITY;

  constructor(
    config: WatchdogConfig,
    private readonly behaviours: readonly Behaviour[],
  ) {
    this.machine = createMachine(config);
  }

  obey(command: Command): void {
    switch (command.kind) {
      case 'wait':
        this.runUntil(this.nowMs + command.ms);
        break;
      case 'ask':
        this.send({ type: command.ask });
        break;
      case 'debugger':
        this.send({ type: 'debugger', attached: command.attached });
        break;
      case 'sleep':
        // Everything stands still; afterwards all that was due is late.
        this.nowMs += command.ms;
        this.runUntil(this.nowMs);
        break;
      case 'request': {
        const id = this.nextRequest++;
        this.ends.set(id, []);
        this.send({ type: 'requested', id, bytes: command.bytes, retry: command.retry });
        break;
      }
      case 'answer': {
        const id = this.machine.inFlight[0]?.id;
        if (id === undefined) return;
        this.ends.get(id)?.push('answered');
        this.send({ type: 'answered', id });
        break;
      }
      case 'cancel': {
        const id = [...this.machine.held, ...this.machine.inFlight].at(-1)?.id;
        if (id === undefined) return;
        this.ends.get(id)?.push('cancelled');
        this.send({ type: 'cancelled', id });
        break;
      }
      case 'stale': {
        const generation = this.machine.generation - 1;
        this.send({ type: 'exited', generation, code: 1, signal: null, stderrTail: [] });
        this.send({ type: 'treeChecked', generation, left: [] });
        this.send({ type: 'spawnFailed', generation, reason: 'stale' });
        break;
      }
    }
  }

  endHost(): void {
    this.hostGoneAtMs = this.nowMs;
    this.send({ type: 'hostGone', reason: 'app-exit' });
  }

  runUntil(untilMs: number): void {
    for (;;) {
      const next = this.planned.reduce<Planned | null>(
        (first, plan) =>
          first === null || plan.atMs < first.atMs || (plan.atMs === first.atMs && plan.order < first.order)
            ? plan
            : first,
        null,
      );
      if (next === null || next.atMs > untilMs) break;
      this.planned.splice(this.planned.indexOf(next), 1);
      this.nowMs = Math.max(this.nowMs, next.atMs);
      next.happen();
    }
    this.nowMs = Math.max(this.nowMs, untilMs);
  }

  send(body: EventBody): void {
    const before = this.machine;
    freeze(before);
    const event = { atMs: this.nowMs, random: ((this.order * 7919) % 1000) / 1000, ...body } as Event;
    const { machine, effects } = step(before, event);
    this.machine = machine;
    checkStep(before, body, machine, effects);
    this.budget.check(before, body, machine, effects, this.nowMs);
    for (const effect of effects) this.carryOut(effect);
  }

  aliveGenerations(): readonly number[] {
    return [...this.processes.values()].filter(({ alive }) => alive).map(({ generation }) => generation);
  }

  private carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'locate': {
        const { generation, candidates } = effect;
        const at = candidates[0] ?? '';
        const answers = [{ candidate: at, found: 'executable' as const, path: `/base/${at}` }];
        this.after(5, () => this.send({ type: 'located', generation, answers }));
        break;
      }
      case 'spawn':
        this.spawn(effect.generation);
        break;
      case 'setTimer': {
        const token = {};
        const { timer, generation } = effect;
        this.clocks.set(timer, { generation, token });
        this.after(effect.delayMs, () => {
          if (this.clocks.get(timer)?.token !== token) return;
          this.clocks.delete(timer);
          this.send({ type: 'timer', timer, generation });
        });
        break;
      }
      case 'clearTimer':
        must(this.clocks.delete(effect.timer), 'only what is set is cleared', effect);
        return;
      case 'signal':
        this.signal(effect.generation, effect.signal);
        break;
      case 'endTree':
        this.endTree(effect.generation);
        break;
      case 'probe': {
        const process = this.processes.get(effect.generation);
        const { generation, timeoutMs } = effect;
        const ok = process?.alive === true && this.nowMs < process.hangsAtMs && this.isUp(process);
        this.after(ok ? 5 : timeoutMs, () => this.send({ type: 'probed', generation, ok, detail: 'x' }));
        break;
      }
      case 'failRequest':
        this.ends.get(effect.id)?.push('failed');
        return;
      default:
        return;
    }
  }

  private spawn(generation: number): void {
    must(this.aliveGenerations().length === 0, 'at most one generation lives', this.aliveGenerations());
    must(this.nowMs < this.hostGoneAtMs, 'nothing starts after the end of the host', generation);
    const behaviour = this.behaviours[generation % this.behaviours.length] as Behaviour;
    if (behaviour.spawn === 'never-answers') return;
    if (behaviour.spawn === 'fails') {
      this.after(behaviour.spawnMs, () => this.send({ type: 'spawnFailed', generation, reason: 'EAGAIN' }));
      return;
    }
    this.after(behaviour.spawnMs, () => this.bringUp(generation, behaviour));
  }

  private bringUp(generation: number, behaviour: Behaviour): void {
    const hangsAtMs = this.nowMs + (behaviour.hangMs ?? Number.POSITIVE_INFINITY);
    const process: Process = { behaviour, generation, alive: true, looks: 0, hangsAtMs };
    this.processes.set(generation, process);
    this.send({
      type: 'spawned',
      generation,
      pid: generation,
      nonce: `${generation}`,
      tier: 'group',
      tierReason: '',
    });
    const { readyMs, crashMs, busyMs, exitCode } = behaviour;
    const params = { protocol: 1, nonce: `${generation}`, version: null, port: null };
    if (readyMs !== null) this.after(readyMs, () => this.say(process, 'lifebound/ready', params));
    if (busyMs !== null)
      this.after(busyMs, () => this.say(process, 'lifebound/busy', { forMs: 9_000, what: 'x' }));
    if (crashMs !== null) this.after(crashMs, () => this.exit(process, exitCode, null));
    this.beat(process);
  }

  private beat(process: Process): void {
    if (!process.alive) return;
    this.say(process, 'lifebound/beat', {});
    this.after(1_000, () => this.beat(process));
  }

  private say({ alive, generation, hangsAtMs }: Process, method: string, params: object): void {
    if (alive && this.nowMs < hangsAtMs) this.send({ type: 'message', generation, method, params });
  }

  private isUp({ behaviour }: Process): boolean {
    return behaviour.readyMs !== null;
  }

  private signal(generation: number, signal: 'SIGTERM' | 'SIGKILL'): void {
    const process = this.processes.get(generation);
    if (process === undefined || !process.alive) return;
    const { ignoresTerm, survivesKill, exitMs } = process.behaviour;
    if (signal === 'SIGTERM' && !ignoresTerm) this.after(exitMs, () => this.exit(process, 0, null));
    if (signal === 'SIGKILL' && !survivesKill) this.after(1, () => this.exit(process, null, 'SIGKILL'));
  }

  private exit(process: Process, code: number | null, signal: string | null): void {
    if (!process.alive) return;
    process.alive = false;
    this.send({ type: 'exited', generation: process.generation, code, signal, stderrTail: [] });
  }

  private endTree(generation: number): void {
    const process = this.processes.get(generation);
    if (process === undefined || !process.behaviour.answersTree) return;
    process.looks += 1;
    const left =
      process.looks <= process.behaviour.leftLooks ? [{ pid: 90_000 + generation, name: 'helper' }] : [];
    this.after(3, () => this.send({ type: 'treeChecked', generation, left }));
  }

  private after(delayMs: number, happen: () => void): void {
    this.planned.push({ atMs: this.nowMs + delayMs, order: this.order++, happen });
  }
}
