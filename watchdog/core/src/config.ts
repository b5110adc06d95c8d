import type { ContainmentTier } from './containment.js';

/** What to run: a given command, or what the seed's search orders find. */
export type Launch =
  | { readonly kind: 'command'; readonly program: string; readonly args: readonly string[] }
  | {
      readonly kind: 'locate';
      /**
       * Search inside the base folder and nowhere else: no `..`, no system Python. For a bundled app, whose
       * working directory is anybody's.
       */
      readonly confined: boolean;
    };

/** systemd's words: `always` restarts after every exit, `on-failure` not after exit 0, `no` never. */
export type RestartPolicy = 'always' | 'on-failure' | 'no';

/** How the backend shows that it is ready, and afterwards that it is alive. */
export type Readiness =
  /** It speaks the link's protocol: `ready` with this generation's nonce, then heartbeats. */
  | { readonly kind: 'link' }
  /** It knows nothing of us: ready once it has stayed up for `stayUpMs`; alive while its process is. */
  | { readonly kind: 'stay' }
  /** A GET of `url` that answers 2xx or 3xx. Loopback only. */
  | { readonly kind: 'http'; readonly url: string }
  /** A TCP connection to 127.0.0.1:`port` is accepted. */
  | { readonly kind: 'tcp'; readonly port: number };

/** All policy of one backend. Durations are in milliseconds of a monotonic clock. */
export interface WatchdogConfig {
  /** What log lines and errors call the program. The seed's is "Python backend". */
  readonly label: string;
  /** What log lines call the host. The seed's is "Tauri application". `null`: say nothing of the host. */
  readonly hostLabel: string | null;
  readonly launch: Launch;
  readonly restart: {
    readonly policy: RestartPolicy;
    /** Erlang's intensity: at most so many restarts in `windowMs`. */
    readonly maxAttempts: number;
    readonly windowMs: number;
    /** A spell this long in `ready` gives the whole budget back. */
    readonly stableAfterMs: number;
    /** Back-off after the first, immediate restart; doubles up to `maxDelayMs`. 0: every restart is immediate. */
    readonly baseDelayMs: number;
    readonly maxDelayMs: number;
    /** Share of the delay, ±, drawn at random so that many backends do not restart in step. */
    readonly jitter: number;
  };
  readonly readiness: Readiness;
  /** From spawn to ready. Apart from liveness and much longer: a cold one-file start with a virus scan takes long. */
  readonly startTimeoutMs: number;
  readonly stayUpMs: number;
  readonly health: {
    readonly checkIntervalMs: number;
    readonly suspectAfterMisses: number;
    readonly unhealthyAfterMisses: number;
  };
  /** From the polite end (SIGTERM) to the forced one (SIGKILL). */
  readonly terminationTimeoutMs: number;
  /** What the app expects `ready.version` to fit; `null`: any. */
  readonly appVersion: string | null;
  /** A tier to force; `null`: the best that the body found. */
  readonly containment: ContainmentTier | null;
}

/** The seed's defaults (5 s, 5 attempts, 5 s) and design.md §3's. */
export const defaultConfig: WatchdogConfig = {
  label: 'Python backend',
  hostLabel: null,
  launch: { kind: 'locate', confined: false },
  restart: {
    policy: 'always',
    maxAttempts: 5,
    windowMs: 60_000,
    stableAfterMs: 60_000,
    baseDelayMs: 500,
    maxDelayMs: 30_000,
    jitter: 0.2,
  },
  readiness: { kind: 'link' },
  startTimeoutMs: 120_000,
  stayUpMs: 1_000,
  health: { checkIntervalMs: 5_000, suspectAfterMisses: 2, unhealthyAfterMisses: 4 },
  terminationTimeoutMs: 5_000,
  appVersion: null,
  containment: null,
};
