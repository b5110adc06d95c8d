/**
 * The core for a host that is not JavaScript: JSON in, JSON out. Bundled for QuickJS by scripts/bundle.mjs.
 * One module instance holds one machine.
 */
import { pickContainment as pick } from './contain/choose.js';
import { type Binding, type Command, keeperOf, wrap } from './contain/wrap.js';
import type { ContainmentTier, TierFinding } from './containment.js';
import { backendEnvironment as change } from './environment.js';
import type { Event } from './events.js';
import { createMachine, type Machine } from './machine/machine.js';
import { step } from './machine/step.js';
import { statusOf } from './status-of.js';
import {
  judgeRecord as judge,
  parseRecord as parse,
  type RecordFacts,
  type RunRecord,
} from './sweep/record.js';
import { validateConfig as validate } from './validate-config.js';

let machine: Machine | null = null;

/** A partial configuration → `{ok: true, config}` with the whole of it, or `{ok: false, error}`. */
export function create(configJson: string): string {
  const result = validate(JSON.parse(configJson));
  if (result.ok) machine = createMachine(result.config);
  return JSON.stringify(result);
}

/** An event → the list of effects, to be carried out in order. Throws on an event that is none. */
export function dispatch(eventJson: string): string {
  const result = step(current(), JSON.parse(eventJson) as Event);
  machine = result.machine;
  return JSON.stringify(result.effects);
}

/** The snapshot of the status at `nowMs` of the events' clock. */
export function status(nowMs: number): string {
  return JSON.stringify(statusOf(current(), nowMs));
}

/** The same answer as `create`, and no machine. */
export function validateConfig(configJson: string): string {
  return JSON.stringify(validate(JSON.parse(configJson)));
}

/** The host's environment as an object → `{set, unset}`. */
export function backendEnvironment(hostJson: string, link: boolean): string {
  return JSON.stringify(change(JSON.parse(hostJson) as Record<string, string>, link));
}

/** Findings as a list, the forced tier or `null` → `{ok: true, containment}` or `{ok: false, error}`. */
export function pickContainment(findingsJson: string, forcedJson: string): string {
  const findings = JSON.parse(findingsJson) as readonly TierFinding[];
  return JSON.stringify(pick(findings, JSON.parse(forcedJson) as ContainmentTier | null));
}

/** A binding and a command → `{command, keeper}`: what to spawn, and the keeper to start before it, or `null`. */
export function bind(bindingJson: string, commandJson: string): string {
  const binding = JSON.parse(bindingJson) as Binding;
  const command = wrap(binding, JSON.parse(commandJson) as Command);
  return JSON.stringify({ command, keeper: keeperOf(binding) });
}

/** A file's text → the record or `null`. */
export function parseRecord(text: string): string {
  return JSON.stringify(parse(text));
}

/** A record and facts → `"end"`, `"keep"` or `"forget"`. */
export function judgeRecord(recordJson: string, factsJson: string): string {
  return JSON.stringify(judge(JSON.parse(recordJson) as RunRecord, JSON.parse(factsJson) as RecordFacts));
}

function current(): Machine {
  if (machine === null) throw new Error('create() has not been called, or refused its configuration');
  return machine;
}
