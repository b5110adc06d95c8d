import type { ContainmentTier } from './containment.js';

/** What the body found where a candidate of `locate` points. */
export type Found = 'missing' | 'not-a-file' | 'unreadable' | 'readable' | 'executable';

export interface CandidateAnswer {
  /** The candidate as the core named it: `backend/excel-backend`, or a bare `python3` for the system's. */
  readonly candidate: string;
  readonly found: Found;
  /** The absolute path, when it was found. */
  readonly path: string | null;
}

/** One clock of a kind at a time; setting it again replaces it. */
export type TimerName =
  | 'start' // start-up deadline
  | 'stay-up' // readiness by staying up
  | 'health' // next check
  | 'busy' // end of an announced busy spell
  | 'stable' // budget given back
  | 'backoff' // next start
  | 'grace' // polite end → forced end
  | 'empty'; // forced end → tree empty, or say what is left

export type HostEnd = 'window-closed' | 'app-exit' | 'signal' | 'lifeline';

/** A process as the host sees it. `name`: its command's name, or empty where that can't be read. */
export interface LeftProcess {
  readonly pid: number;
  readonly name: string;
}

/** Everything that can happen to the machine. Time is monotonic; `random` is in [0, 1). */
export type Event = { readonly atMs: number; readonly random: number } & EventBody;

export type EventBody =
  // What people and hosts ask.
  | { readonly type: 'start' }
  | { readonly type: 'stop' }
  /** `graceMs`: so long may the polite end take, instead of `terminationTimeoutMs`; 0: it is killed at once. */
  | { readonly type: 'restart'; readonly graceMs?: number }
  | { readonly type: 'hold' }
  | { readonly type: 'resume' }
  | { readonly type: 'hostGone'; readonly reason: HostEnd }
  // What the body reports. Events of an older generation change nothing.
  | { readonly type: 'located'; readonly generation: number; readonly answers: readonly CandidateAnswer[] }
  | {
      readonly type: 'spawned';
      readonly generation: number;
      readonly pid: number;
      /** Drawn by the body for this generation; `ready` must echo it. Never logged. */
      readonly nonce: string;
      readonly tier: ContainmentTier;
      readonly tierReason: string;
    }
  | { readonly type: 'spawnFailed'; readonly generation: number; readonly reason: string }
  /** A `lifebound/…` message of the backend, not validated yet. */
  | {
      readonly type: 'message';
      readonly generation: number;
      readonly method: string;
      readonly params: unknown;
    }
  /** Any byte of the backend on its channel: a sign of life. Bodies send at most one in 500 ms. */
  | { readonly type: 'heard'; readonly generation: number }
  | { readonly type: 'probed'; readonly generation: number; readonly ok: boolean; readonly detail: string }
  | {
      readonly type: 'exited';
      readonly generation: number;
      readonly code: number | null;
      readonly signal: string | null;
      readonly stderrTail: readonly string[];
    }
  /** Answer to `endTree`: who is still there besides the leader; empty when the tree is. */
  | { readonly type: 'treeChecked'; readonly generation: number; readonly left: readonly LeftProcess[] }
  /** Answer to `declare`: the helper is known by pid and start time, or it is refused. */
  | { readonly type: 'declared'; readonly generation: number; readonly pid: number; readonly name: string }
  | {
      readonly type: 'declareRefused';
      readonly generation: number;
      readonly pid: number;
      readonly reason: string;
    }
  | { readonly type: 'timer'; readonly timer: TimerName; readonly generation: number }
  // The app's requests: the core judges id, size and retry mark, never the payload.
  | {
      readonly type: 'requested';
      readonly id: number;
      readonly bytes: number;
      readonly retry: 'never' | 'safe';
    }
  | { readonly type: 'answered'; readonly id: number }
  | { readonly type: 'cancelled'; readonly id: number }
  | { readonly type: 'debugger'; readonly attached: boolean };

export type EventName = EventBody['type'];
