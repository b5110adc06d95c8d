import type { Effect } from '../src/effects.js';
import type { Event, EventBody, EventName } from '../src/events.js';
import { createMachine, type Machine } from '../src/machine/machine.js';
import { step } from '../src/machine/step.js';
import type { State } from '../src/status.js';
import { Budget } from './budget.js';
import { Clock } from './clock.js';
import { Hangs } from './hangs.js';
import { checkStep, freeze, must } from './invariants.js';
import { type Command, configOf, type Schedule } from './schedule.js';
import { System } from './system.js';
import { endBoundMs, Waits } from './waits.js';

/** Sees each step of a run. `freezes`: a change in place throws; slower. */
export interface Watcher {
  readonly freezes: boolean;
  took(state: State, name: EventName, atMs: number, body: EventBody, effects: readonly Effect[]): void;
}

/** A machine is awake for a moment before it sleeps again. */
const awakeMs = 50;

/** Body 3: a machine, a virtual system under it, and everything that must hold at every step. */
export class World {
  machine: Machine;
  readonly clock = new Clock();
  readonly system: System;
  private readonly waits = new Waits(this.clock);
  private readonly hangs: Hangs;
  private readonly budget = new Budget();
  private readonly ends = new Map<number, number>();
  private events = 0;

  constructor(
    schedule: Schedule,
    private readonly watcher: Watcher,
  ) {
    const config = configOf(schedule);
    this.machine = createMachine(config);
    this.system = new System(this.clock, schedule.behaviours, config, (body) => this.send(body));
    this.hangs = new Hangs(this.clock, this.system, () => this.machine);
  }

  send(body: EventBody): void {
    const before = this.machine;
    if (this.watcher.freezes) freeze(before);
    this.events += 1;
    const event = {
      atMs: this.clock.nowMs,
      random: ((this.events * 7_919) % 1_000) / 1_000,
      ...body,
    } as Event;
    const { machine, effects } = step(before, event);
    this.machine = machine;
    this.watcher.took(before.state, body.type, this.clock.nowMs, body, effects);
    checkStep(before, body, machine, effects);
    this.budget.check(before, body, machine, effects, this.clock.nowMs);
    this.hangs.note(before, machine);
    this.waits.note(before, body, machine, effects.at(-1)?.type === 'over');
    for (const effect of effects) {
      if (effect.type === 'failRequest') this.endRequest(effect.id);
      else this.system.carryOut(effect);
    }
  }

  obey(command: Command): void {
    const { clock, system } = this;
    const tree = system.current();
    switch (command.kind) {
      case 'wait':
        clock.runUntil(clock.nowMs + command.ms);
        break;
      case 'ask':
        this.send({ type: command.ask });
        if (command.ask === 'stop') this.waits.expectRest(() => this.machine);
        break;
      case 'restart':
        this.send({ type: 'restart', graceMs: command.graceMs });
        break;
      case 'debugger':
        this.hangs.excuse();
        this.send({ type: 'debugger', attached: command.attached });
        break;
      case 'request':
        this.ends.set(this.events, 0);
        this.send({ type: 'requested', id: this.events, bytes: command.bytes, retry: command.retry });
        break;
      case 'answer':
        // Who hangs answers nothing.
        if (tree?.isHung === false) this.giveUp('answered', this.machine.inFlight[0]?.id);
        break;
      case 'cancel':
        this.giveUp('cancelled', [...this.machine.held, ...this.machine.inFlight].at(-1)?.id);
        break;
      case 'sleep':
        // Everything stands still; afterwards all that was due is late.
        system.fault();
        this.hangs.excuse();
        clock.sleep(command.ms);
        clock.runUntil(clock.nowMs + awakeMs);
        break;
      case 'overload':
        if (command.lateMs > 0) system.fault();
        this.hangs.excuse();
        system.lateMs = command.lateMs;
        break;
      case 'crash':
        if (tree !== undefined) system.crash(tree, 1);
        break;
      case 'hang':
        if (tree === undefined) break;
        system.hang(tree);
        this.hangs.expectEnd(tree);
        break;
      case 'go-on':
        if (tree === undefined || !tree.isHung) break;
        tree.goOn();
        system.beat(tree);
        break;
      case 'daemonise':
        if (tree !== undefined) system.fault();
        tree?.daemonise();
        break;
      case 'take-port':
        if (command.taken) system.fault();
        this.hangs.excuse();
        system.strangerHasPort = command.taken;
        break;
      case 'stale':
        this.sendStale();
        break;
    }
  }

  endHost(reason: Schedule['hostEnd']): void {
    this.send({ type: 'hostGone', reason });
    this.system.hostIsGone = true;
    this.waits.expectRest(() => this.machine);
  }

  /** Long enough for everything that is still to come. */
  finish(): void {
    const slowestDeathMs = 60_000;
    this.clock.runUntil(this.clock.nowMs + endBoundMs(this.machine.config) + slowestDeathMs);
    must(this.machine.state === 'idle', 'after the end of the host nothing is planned', this.machine.state);
    for (const tree of this.system.trees.values()) {
      const isEnded = !tree.leaderLives || tree.behaviour.dieMs === null;
      must(isEnded, 'after the end of the host no backend lives', tree.generation);
      must(
        tree.group + tree.daemons === 0 || tree.isTold || tree.leaderLives,
        'nor anything of it',
        tree.generation,
      );
    }
    for (const [id, ends] of this.ends) must(ends === 1, 'each request has one end', [id, ends]);
  }

  private giveUp(type: 'answered' | 'cancelled', id: number | undefined): void {
    if (id === undefined) return;
    this.endRequest(id);
    // The answer's bytes are a sign of life, told before it is read.
    if (type === 'answered') this.send({ type: 'heard', generation: this.machine.generation });
    this.send({ type, id });
  }

  private endRequest(id: number): void {
    this.ends.set(id, (this.ends.get(id) ?? 0) + 1);
  }

  /** Answers that come after their generation is over. */
  private sendStale(): void {
    const generation = this.machine.generation - 1;
    this.system.fault();
    this.send({ type: 'exited', generation, code: 1, signal: null, stderrTail: [] });
    this.send({ type: 'treeChecked', generation, left: [] });
    this.send({ type: 'spawnFailed', generation, reason: 'stale' });
    this.send({ type: 'probed', generation, ok: true, detail: '' });
    this.send({ type: 'timer', generation, timer: 'grace' });
  }
}
