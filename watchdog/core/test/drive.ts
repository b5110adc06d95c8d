import type { Effect } from '../src/effects.js';
import type { Event, EventBody, LeftProcess } from '../src/events.js';
import { createMachine, type Machine } from '../src/machine/machine.js';
import { step } from '../src/machine/step.js';
import { formatLogLine } from '../src/messages.js';
import { statusOf } from '../src/status-of.js';
import { validateConfig } from '../src/validate-config.js';

export const command = { launch: { kind: 'command', program: '/app/backend', args: [] } };

/** One machine under a test's hand: each call is one event at one time, and answers its effects. */
export function drive(options: object = command) {
  const result = validateConfig(options);
  if (!result.ok) throw new Error(result.error.message);
  let machine: Machine = createMachine(result.config);
  let nowMs = 0;
  const send = (atMs: number, body: EventBody, random = 0.5): readonly Effect[] => {
    nowMs = atMs;
    const done = step(machine, { atMs, random, ...body } as Event);
    machine = done.machine;
    return done.effects;
  };
  return {
    send,
    machine: () => machine,
    status: (atMs = nowMs) => statusOf(machine, atMs),
    start: (atMs: number) => send(atMs, { type: 'start' }),
    spawned: (atMs: number, generation = 1) => send(atMs, spawned(generation)),
    ready: (atMs: number, generation = 1, params: object = {}) => send(atMs, ready(generation, params)),
    exited: (atMs: number, code: number | null, generation = 1) =>
      send(atMs, {
        type: 'exited',
        generation,
        code,
        signal: code === null ? 'SIGKILL' : null,
        stderrTail: [],
      }),
    empty: (atMs: number, left: readonly LeftProcess[] = [], generation = 1) =>
      send(atMs, { type: 'treeChecked', generation, left }),
    ring: (atMs: number, timer: Extract<EventBody, { type: 'timer' }>['timer'], generation = 1) =>
      send(atMs, { type: 'timer', timer, generation }),
    request: (atMs: number, id: number, retry: 'never' | 'safe', bytes = 10) =>
      send(atMs, { type: 'requested', id, retry, bytes }),
  };
}

export type Driver = ReturnType<typeof drive>;

/** Started at 0, ready at 100. */
export function driveToReady(options: object = command): Driver {
  const driver = drive(options);
  driver.start(0);
  driver.spawned(10);
  driver.ready(100);
  return driver;
}

export function spawned(generation: number): EventBody {
  return {
    type: 'spawned',
    generation,
    pid: 1000 + generation,
    nonce: `nonce-${generation}`,
    tier: 'group',
    tierReason: '',
  };
}

export function ready(generation: number, params: object = {}): EventBody {
  const all = { protocol: 1, nonce: `nonce-${generation}`, version: '1.2.3', port: null, ...params };
  return { type: 'message', generation, method: 'lifebound/ready', params: all };
}

export function names(effects: readonly Effect[]): readonly string[] {
  return effects.map(({ type }) => type);
}

export function logLines(effects: readonly Effect[]): readonly string[] {
  return effects.flatMap((effect) =>
    effect.type === 'log' ? formatLogLine(effect.level, effect.message) : [],
  );
}

export function failures(effects: readonly Effect[]): Readonly<Record<number, string>> {
  return Object.fromEntries(
    effects.flatMap((effect) => (effect.type === 'failRequest' ? [[effect.id, effect.error.code]] : [])),
  );
}
