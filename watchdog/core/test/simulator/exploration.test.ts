import { describe, expect, it } from 'vitest';
import type { Event, EventBody, EventName } from '../../src/events.js';
import { createMachine, type Machine } from '../../src/machine/machine.js';
import { step } from '../../src/machine/step.js';
import { table } from '../../src/machine/table.js';
import type { State } from '../../src/status.js';
import { validateConfig } from '../../src/validate-config.js';
import { abstract, alphabet, asides } from './alphabet.js';
import { checkStep } from './invariants.js';

const small = {
  launch: { kind: 'command', program: 'x', args: [] },
  restart: { policy: 'on-failure', maxAttempts: 2, baseDelayMs: 10 },
  health: { suspectAfterMisses: 1, unhealthyAfterMisses: 2 },
};
const link = { ...small, appVersion: '1.0.0', restart: { maxAttempts: 1 } };
const probed = { ...small, readiness: { kind: 'tcp', port: 9 } };
const located = { restart: small.restart, readiness: { kind: 'stay' } };

/** So that each space closes, requests and the debugger are tried in every machine, but followed only in the smallest. */
const spaces: Readonly<Record<string, { options: object; follows: readonly EventName[] }>> = {
  link: { options: link, follows: [] },
  probed: { options: probed, follows: [] },
  located: { options: located, follows: ['requested', 'answered', 'cancelled'] },
};

type Cell = `${State} × ${EventName}`;

/** Every event in every machine that can be reached, until there is no new one; each step is checked, each cell noted. */
function explore({ options, follows }: (typeof spaces)[string], reached: Set<Cell>): number {
  const result = validateConfig(options);
  if (!result.ok) throw new Error(result.error.message);
  const seen = new Set<string>();
  const open: Machine[] = [createMachine(result.config)];
  for (let machine = open.pop(); machine !== undefined; machine = open.pop()) {
    for (const body of [...alphabet(machine), ...asides]) {
      const { machine: after, effects } = step(machine, eventAt(machine, body));
      checkStep(machine, body, after, effects);
      reached.add(`${machine.state} × ${body.type}`);
      if (after === machine || (asides.includes(body) && !follows.includes(body.type))) continue;
      const key = abstract(after);
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(after);
    }
  }
  return seen.size;
}

/** A clock that is set rings when it is due. */
function eventAt(machine: Machine, body: EventBody): Event {
  const dueMs = body.type === 'timer' ? (machine.timers[body.timer]?.dueMs ?? 0) : 0;
  return { atMs: dueMs, random: 0.5, ...body };
}

describe('the bounded state space', () => {
  const reached = new Set<Cell>();

  it.each(Object.entries(spaces))(
    'of %s holds every invariant, explored in full',
    (name, space) => {
      const machines = explore(space, reached);
      console.log(`${name}: ${machines} different machines, each with every event`);
      expect(machines).toBeGreaterThan(100);
    },
    30_000,
  );

  it('reaches every cell of the table that does something', () => {
    const cells = (Object.keys(table) as State[]).flatMap((state) =>
      (Object.keys(table[state]) as EventName[]).map((name) => ({
        state,
        name,
        does: table[state][name].name,
      })),
    );
    const isReached = ({ state, name }: (typeof cells)[number]) => reached.has(`${state} × ${name}`);
    const doing = cells.filter(({ does }) => does !== 'ignore');
    const rows = (Object.keys(table) as State[]).map((state) => {
      const steps = doing.filter((cell) => cell.state === state && isReached(cell));
      return `  ${state}: ${steps.map(({ name, does }) => `${name} → ${does}`).join(', ')}`;
    });
    console.log(
      [`reached ${doing.filter(isReached).length} of ${doing.length} cells that do something`, ...rows].join(
        '\n',
      ),
    );
    expect(doing.filter((cell) => !isReached(cell))).toEqual([]);
  });
});
