import type { WatchdogConfig } from '../src/config.js';
import type { Event, EventBody, EventName } from '../src/events.js';
import { createMachine, type Machine } from '../src/machine/machine.js';
import { step } from '../src/machine/step.js';
import { validateConfig } from '../src/validate-config.js';
import { abstract, alphabet, asides } from './alphabet.js';
import type { Cells } from './cells.js';
import { checkStep } from './invariants.js';

export interface Space {
  readonly options: object;
  /** Of the events beside the life of the process, those that are followed and not only tried: they multiply it. */
  readonly follows: readonly EventName[];
}

const small = {
  launch: { kind: 'command', program: 'x', args: [] },
  restart: { policy: 'on-failure', maxAttempts: 2, baseDelayMs: 10 },
  health: { suspectAfterMisses: 1, unhealthyAfterMisses: 2 },
};

/** Small enough to close; together they reach every cell of the table. */
export const spaces: Readonly<Record<string, Space>> = {
  link: { options: { ...small, appVersion: '1.0.0', restart: { maxAttempts: 1 } }, follows: [] },
  probed: { options: { ...small, readiness: { kind: 'tcp', port: 9 } }, follows: [] },
  located: {
    options: { restart: small.restart, readiness: { kind: 'stay' } },
    follows: ['requested', 'answered', 'cancelled', 'debugger'],
  },
};

/** How much later than due a clock rings after a sleep. */
const sleptMs = 900_000;

/** Every event in every machine that can be reached, until there is no new one: each step is checked, each cell noted. */
export function explore({ options, follows }: Space, cells: Cells): { machines: number; steps: number } {
  const seen = new Set<string>();
  const open: Machine[] = [createMachine(configOf(options))];
  let steps = 0;
  for (let machine = open.pop(); machine !== undefined; machine = open.pop()) {
    for (const { body, lateMs, isFollowed } of tries(machine, follows)) {
      const { machine: after, effects } = step(machine, eventAt(machine, body, lateMs));
      checkStep(machine, body, after, effects);
      cells.note(machine.state, body.type);
      steps += 1;
      if (after === machine || !isFollowed) continue;
      const key = abstract(after);
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(after);
    }
  }
  return { machines: seen.size, steps };
}

interface Try {
  readonly body: EventBody;
  readonly lateMs: number;
  readonly isFollowed: boolean;
}

function tries(machine: Machine, follows: readonly EventName[]): readonly Try[] {
  const life = alphabet(machine).map((body) => ({ body, lateMs: 0, isFollowed: true }));
  const late = life
    .filter(({ body }) => body.type === 'timer')
    .map(({ body }) => ({ body, lateMs: sleptMs, isFollowed: true }));
  const beside = asides.map((body) => ({ body, lateMs: 0, isFollowed: follows.includes(body.type) }));
  return [...life, ...late, ...beside];
}

/** A clock that is set rings when it is due, or late. */
function eventAt(machine: Machine, body: EventBody, lateMs: number): Event {
  const dueMs = body.type === 'timer' ? (machine.timers[body.timer]?.dueMs ?? 0) : 0;
  return { atMs: dueMs + lateMs, random: 0.5, ...body };
}

function configOf(options: object): WatchdogConfig {
  const result = validateConfig(options);
  if (!result.ok) throw new Error(result.error.message);
  return result.config;
}
