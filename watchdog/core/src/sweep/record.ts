import type { ContainmentTier } from '../containment.js';

/** A process that can't be mistaken for a stranger who got its pid later. */
export interface ProcessKey {
  readonly pid: number;
  /** The system's own start time, as it gives it: opaque, and compared as text, since Windows' exceeds 2^53. */
  readonly start: string;
}

/**
 * What a body writes, privately, while a backend runs: one file each in `running/` of the state folder. The next start,
 * of whichever body, reads what a lost host has left. Both bodies write this shape.
 */
export interface RunRecord {
  readonly version: 1;
  /** Which app it is; for people, and for `lifebound hold`. */
  readonly id: string;
  readonly label: string;
  /** Pids count in this boot of this machine, and in this PID namespace (`null` where there are none). */
  readonly bootId: string;
  readonly namespace: string | null;
  readonly host: ProcessKey;
  readonly leader: ProcessKey;
  readonly program: string;
  readonly tier: ContainmentTier;
  /** The generation's own cgroup, or `null`. */
  readonly cgroup: string | null;
  /** LIFEBOUND_TREE of all that it started, or `null`. */
  readonly mark: string | null;
  readonly helpers: readonly ProcessKey[];
}

/** What the body finds where the record points; a start time is `null` when no such process lives. */
export interface RecordFacts {
  readonly bootId: string;
  readonly namespace: string | null;
  readonly hostStart: string | null;
}

/**
 * `end`: its host is gone: end what is left of it, each by its start time, then remove the record. `keep`: its host
 * lives, or it is of another PID namespace, where these pids are strangers'. `forget`: of another boot or machine, where
 * nothing of it can live: remove the record.
 */
export type Verdict = 'end' | 'keep' | 'forget';

/** `null` for anything but a whole record: a half-written or foreign file is removed by the body, with a warning. */
export function parseRecord(text: string): RunRecord | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isPlain(value) || value.version !== 1) return null;
  const { id, label, bootId, namespace, host, leader, program, tier, cgroup, mark, helpers } = value;
  const texts = [id, label, bootId, program, tier];
  const isWhole =
    texts.every((text) => typeof text === 'string') &&
    [namespace, cgroup, mark].every((text) => text === null || typeof text === 'string') &&
    isKey(host) &&
    isKey(leader) &&
    Array.isArray(helpers) &&
    helpers.every(isKey);
  return isWhole ? (value as unknown as RunRecord) : null;
}

export function judgeRecord(record: RunRecord, facts: RecordFacts): Verdict {
  if (record.bootId !== facts.bootId) return 'forget';
  if (record.namespace !== facts.namespace) return 'keep';
  return facts.hostStart === record.host.start ? 'keep' : 'end';
}

/** A pid of 0, 1 or below would be a signal to a group, to the init or to everybody. */
function isKey(value: unknown): value is ProcessKey {
  return (
    isPlain(value) &&
    Number.isSafeInteger(value.pid) &&
    Number(value.pid) > 1 &&
    typeof value.start === 'string'
  );
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
