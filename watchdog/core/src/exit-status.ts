import type { Cause } from './cause.js';
import type { LifeboundError } from './errors.js';

/** "Do not restart me": EX_NOPERM in sysexits.h, and the design's word to the watchdog. */
export const refuseRestartExitCode = 77;

/** What `lifebound run` exits with when it is not the program's own status. Documented in docs/errors.md. */
export const exitStatuses = {
  /** EX_USAGE of sysexits.h: the command line is wrong. */
  usage: 64,
  /** EX_UNAVAILABLE: the restart attempts are spent. */
  attemptsSpent: 69,
  /** EX_TEMPFAIL: a hold is set, but the backend still runs. */
  tryAgain: 75,
  /** EX_PROTOCOL: version mismatch. */
  protocol: 76,
  /** As timeout(1): not ready before the start-up deadline, and not to be restarted. */
  startTimeout: 124,
  /** As env(1), timeout(1) and docker run: the watchdog itself failed. */
  internal: 125,
  /** As a shell: found, but could not be started. */
  startFailed: 126,
  /** As a shell: not found. */
  notFound: 127,
} as const;

const signalNumbers: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGILL: 4,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGBUS: 7,
  SIGFPE: 8,
  SIGKILL: 9,
  SIGUSR1: 10,
  SIGSEGV: 11,
  SIGUSR2: 12,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
};

/** The program's own status as a shell tells it: its code, or 128 + the signal's number. */
export function ownExitStatus(cause: Cause): number {
  if (cause.signal === null) return cause.exitCode ?? 0;
  return 128 + (signalNumbers[cause.signal] ?? 0);
}

/** The name of the signal that a status above 128 may stand for, or `null`. */
export function signalOfStatus(status: number): string | null {
  const found = Object.entries(signalNumbers).find(([, number]) => status === 128 + number);
  return found?.[0] ?? null;
}

/** The status for a watchdog that has given up. */
export function failedExitStatus(error: LifeboundError, cause: Cause | null): number {
  switch (error.code) {
    case 'RESTARTS_EXHAUSTED':
      return exitStatuses.attemptsSpent;
    case 'VERSION_MISMATCH':
      return exitStatuses.protocol;
    case 'START_TIMEOUT':
      return exitStatuses.startTimeout;
    case 'NO_BACKEND':
    case 'NO_PYTHON':
      return exitStatuses.notFound;
    case 'START_FAILED':
      return cause?.kind === 'not-found' ? exitStatuses.notFound : exitStatuses.startFailed;
    case 'TREE_NOT_EMPTY':
      return exitStatuses.internal;
    default:
      // A crash that is not restarted, and a refused restart: the program's own.
      return cause === null || ownExitStatus(cause) === 0 ? exitStatuses.internal : ownExitStatus(cause);
  }
}
