import type { Cause } from './cause.js';
import type { Containment } from './containment.js';
import type { LifeboundError } from './errors.js';

export type State =
  | 'idle'
  | 'locating'
  | 'starting'
  | 'ready'
  | 'suspect'
  | 'stopping'
  | 'backoff'
  | 'failed';

/** What the host wants, apart from what is. */
export type Wanted = 'running' | 'stopped' | 'held';

/** A snapshot for people: everything that a status panel shows. Plain JSON; durations in milliseconds. */
export interface Status {
  readonly label: string;
  readonly state: State;
  readonly wanted: Wanted;
  /** Requests are answered now. True in `ready` and `suspect`. */
  readonly ready: boolean;
  readonly generation: number;
  /** As seen from the host; `null` when no process lives. */
  readonly pid: number | null;
  /** A port of its own on 127.0.0.1, when it told one in `ready`. */
  readonly port: number | null;
  /** Since this generation was spawned; `null` when no process lives. */
  readonly uptimeMs: number | null;
  /** Restarts in the current window. */
  readonly attempts: number;
  readonly maxAttempts: number;
  /** Until the next start, in `backoff`; else `null`. */
  readonly nextAttemptInMs: number | null;
  /** Why the last generation ended; `null` before the first end. */
  readonly lastCause: Cause | null;
  /** What the user must be told, in `failed`; else `null`. */
  readonly error: LifeboundError | null;
  readonly containment: Containment | null;
  /** What runs, and why it was chosen. */
  readonly command: {
    readonly program: string;
    readonly args: readonly string[];
    readonly why: string;
  } | null;
  readonly busy: { readonly what: string; readonly remainingMs: number } | null;
  /** It is not judged meanwhile. */
  readonly debuggerAttached: boolean;
  /** At most a second old, or as old as the last event. */
  readonly requestsInFlight: number;
  readonly requestsHeld: number;
  readonly versions: {
    readonly lifebound: string;
    readonly protocol: number;
    /** What the app expects, if it says so. */
    readonly app: string | null;
    /** What the backend said in `ready`. */
    readonly backend: string | null;
  };
}
