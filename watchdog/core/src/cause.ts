/**
 * Why a generation ended: written once, where it is first known, and never overwritten ("first cause wins").
 * `exit` and `signal` come from the operating system; the others say who decided.
 */
export type CauseKind =
  | 'crashed' // ended by itself: exit code other than asked for, or a signal
  | 'finished' // exit 0 that the policy does not restart
  | 'refused-restart' // exit 77: "do not restart me"
  | 'start-failed' // could not be spawned
  | 'not-found' // nothing to spawn
  | 'start-timeout' // not ready before the deadline
  | 'unhealthy' // alive as a process, but not answering
  | 'version-mismatch' // its version does not fit the app's
  | 'protocol-error' // it speaks, but not the link's protocol
  | 'stop-asked'
  | 'restart-asked'
  | 'held'
  | 'host-gone' // the app or its window ended
  | 'internal'; // the watchdog's own fault

export interface Cause {
  readonly kind: CauseKind;
  /** One sentence for people. */
  readonly message: string;
  readonly generation: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** The last lines of the backend's stderr, oldest first, at most 20. */
  readonly stderrTail: readonly string[];
}
