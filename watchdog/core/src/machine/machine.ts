import type { Cause } from '../cause.js';
import type { WatchdogConfig } from '../config.js';
import type { Containment } from '../containment.js';
import type { LifeboundError } from '../errors.js';
import type { LeftProcess, TimerName } from '../events.js';
import type { State, Wanted } from '../status.js';

/** One generation of the backend, from the decision to start it until its tree is empty. */
export interface Run {
  /** `null` until the body says `spawned`. */
  readonly pid: number | null;
  readonly nonce: string | null;
  readonly spawnedAtMs: number | null;
  readonly exited: boolean;
  /** It was ready once: its end is then no failure to start. */
  readonly wasReady: boolean;
  /** First cause wins: set once. Exit code, signal and stderr are filled in when the exit arrives. */
  readonly cause: Cause | null;
  /** Set when no restart can help: the error that `failed` will show. */
  readonly fatal: LifeboundError | null;
  /** A sign of life since the last health check. */
  readonly heard: boolean;
  readonly misses: number;
  /** How often its silence was forgiven, since the check was late; life begins anew. */
  readonly lateChecks: number;
  /** When the probe that is under way has to be answered; `null` when none is. */
  readonly probeDueMs: number | null;
  /** Pause before the next probe while starting. */
  readonly probeDelayMs: number;
  readonly busy: { readonly what: string; readonly untilMs: number } | null;
  /** By whom a debugger is seen: the body (ptrace) and the backend itself (debugpy), each on its own. */
  readonly debuggers: { readonly body: boolean; readonly backend: boolean };
  /** Why it says that it is ending (`lifebound/bye`). */
  readonly bye: string | null;
  readonly badMessages: number;
  /** How long its polite end may take, once it is ending. */
  readonly graceMs: number;
  /** Deadlines that were already granted anew after a sleep: once for each. */
  readonly granted: readonly TimerName[];
  readonly treeTries: number;
  readonly treeLeft: readonly LeftProcess[];
}

export interface HeldRequest {
  readonly id: number;
  readonly bytes: number;
  readonly retry: 'never' | 'safe';
}

/** Always of the last generation: all of them are cleared when it is over. */
export interface Timer {
  readonly dueMs: number;
}

export interface ChosenCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly why: string;
}

/** All that the watchdog knows: plain JSON, never changed in place. */
export interface Machine {
  readonly config: WatchdogConfig;
  readonly state: State;
  readonly wanted: Wanted;
  /** What `resume` goes back to. */
  readonly wantedAfterHold: 'running' | 'stopped';
  /** The host has ended: nothing starts any more. */
  readonly hostGone: boolean;
  /**
   * A leader that not even SIGKILL has ended, or a spawn that was never answered (no pid): nothing starts beside it.
   * `null` when there is none.
   */
  readonly undead: { readonly pid: number | null } | null;
  readonly hostGreeted: boolean;
  readonly everSpawned: boolean;
  readonly everReady: boolean;
  /** Number of the last generation; 0 before the first. */
  readonly generation: number;
  readonly run: Run | null;
  readonly command: ChosenCommand | null;
  readonly containment: Containment | null;
  readonly backendVersion: string | null;
  /** A port of its own that it told in `ready`. */
  readonly backendPort: number | null;
  readonly timers: { readonly [name in TimerName]?: Timer };
  /** When the restarts that count against the budget happened. */
  readonly restarts: readonly number[];
  /** Somebody asked for a start while the old generation is ending: no attempt, no delay. */
  readonly startAfresh: boolean;
  readonly lastCause: Cause | null;
  readonly error: LifeboundError | null;
  /** What `lifebound run` would exit with now. */
  readonly exitStatus: number;
  readonly inFlight: readonly HeldRequest[];
  readonly held: readonly HeldRequest[];
  /** What the last `status` effect said of the requests in flight, and when. */
  readonly told: { readonly inFlight: number; readonly atMs: number };
}

/** A machine that wants nothing yet; the host's `start` begins. */
export function createMachine(config: WatchdogConfig): Machine {
  return {
    config,
    state: 'idle',
    wanted: 'stopped',
    wantedAfterHold: 'running',
    hostGone: false,
    undead: null,
    hostGreeted: false,
    everSpawned: false,
    everReady: false,
    generation: 0,
    run: null,
    command: null,
    containment: null,
    backendVersion: null,
    backendPort: null,
    timers: {},
    restarts: [],
    startAfresh: false,
    lastCause: null,
    error: null,
    exitStatus: 0,
    inFlight: [],
    held: [],
    told: { inFlight: 0, atMs: 0 },
  };
}

export const newRun: Run = {
  pid: null,
  nonce: null,
  spawnedAtMs: null,
  exited: false,
  wasReady: false,
  cause: null,
  fatal: null,
  heard: false,
  misses: 0,
  lateChecks: 0,
  probeDueMs: null,
  probeDelayMs: 0,
  busy: null,
  debuggers: { body: false, backend: false },
  bye: null,
  badMessages: 0,
  graceMs: 0,
  granted: [],
  treeTries: 0,
  treeLeft: [],
};
