import type { LogLevel } from './effects.js';
import type { LifeboundError } from './errors.js';
import type { LeftProcess } from './events.js';

/** One line of the watchdog's log, in the seed's form: `[INFO] Starting Python backend watchdog`. */
export function formatLogLine(level: LogLevel, message: string): string {
  return `[${level}] ${message}`;
}

/**
 * The log lines. Those of the seed are word for word its own when `label` is "Python backend" and `hostLabel`
 * "Tauri application". No line ever carries the nonce.
 */
export const lines = {
  starting: (label: string) => `Starting ${label} watchdog`,
  foundBinary: (label: string, candidate: string) => `Found ${label} binary: "${candidate}"`,
  foundScript: (label: string, candidate: string) => `Found ${label} script: "${candidate}"`,
  foundInterpreter: (candidate: string) => `Found Python interpreter: "${candidate}"`,
  notExecutable: (candidate: string) =>
    `Skipped "${candidate}": it exists, but its permissions do not allow to run it`,
  spawned: (label: string, pid: number) => `${label} started with PID: ${pid}`,
  fellBack: (tier: string, reason: string) =>
    `Contained by "${tier}", since the better can't be had here: ${reason}`,
  unbound: (label: string, reason: string) =>
    `Killed, the app would leave what ${label} has started: ${reason}`,
  hostStarted: (hostLabel: string, label: string) => `${hostLabel} started with ${label} watchdog`,
  ready: (label: string) => `${label} is ready`,
  exited: (label: string) => `${label} process has exited`,
  died: (label: string) => `${label} died, attempting restart...`,
  backoff: (label: string, delayMs: number) =>
    `Next restart of ${label} in ${(Math.round(delayMs) / 1000).toFixed(1)} s`,
  restarting: (label: string, attempt: number, max: number) =>
    `Attempting to restart ${label} (attempt ${attempt}/${max})`,
  restartAsked: (label: string) => `Restarting ${label} as asked`,
  suspect: (label: string, misses: number) => `${label} did not answer ${misses} health checks`,
  recovered: (label: string) => `${label} answers again`,
  stopping: (label: string, why: string) => `Stopping ${label}: ${why}`,
  forcing: (label: string, timeoutMs: number) =>
    `${label} did not end within ${timeoutMs / 1000} s, killing it`,
  stopped: (label: string) => `${label} has stopped`,
  held: (label: string) => `${label} is held until it is resumed`,
  slept: 'The health check is late, as after a sleep of the machine: the backend gets a fresh window',
  badMessage: (label: string, reason: string) => `Ignored a message of ${label}: ${reason}`,
} as const;

/** The errors. A text of the seed is the beginning, word for word; what to do next is a sentence of its own. */
export const errors = {
  noBackend: (label: string): LifeboundError => ({
    code: 'NO_BACKEND',
    message: `No ${label} found (neither binary nor script). Build the binary, or check that main.py exists.`,
  }),
  noPython: (): LifeboundError => ({
    code: 'NO_PYTHON',
    message: 'No Python executable found. Create the virtual environment, or install Python 3.',
  }),
  startFailed: (label: string, reason: string, hint: string): LifeboundError => ({
    code: 'START_FAILED',
    message: `Failed to start ${label}: ${reason}. ${hint}`,
  }),
  startTimeout: (label: string, timeoutMs: number): LifeboundError => ({
    code: 'START_TIMEOUT',
    message: `${label} was not ready within ${timeoutMs / 1000} s. See its last lines, or raise the start-up deadline.`,
  }),
  restartsExhausted: (max: number, last: string): LifeboundError => ({
    code: 'RESTARTS_EXHAUSTED',
    message: `Maximum restart attempts (${max}) exceeded. ${last} See the log, put it right and restart.`,
  }),
  crashed: (message: string): LifeboundError => ({
    code: 'BACKEND_CRASHED',
    message: `${message} See the log, put it right and restart.`,
  }),
  restartRefused: (label: string): LifeboundError => ({
    code: 'RESTART_REFUSED',
    message: `${label} exited with code 77, which asks not to be restarted. See its last lines, put it right and restart.`,
  }),
  versionMismatch: (label: string, backend: string, app: string): LifeboundError => ({
    code: 'VERSION_MISMATCH',
    message: `${label} has version ${backend}, which does not fit the app's ${app}. Build or install the two from one release.`,
  }),
  protocolMismatch: (label: string, theirs: number, ours: number): LifeboundError => ({
    code: 'VERSION_MISMATCH',
    message: `${label} speaks version ${theirs} of the link, the app version ${ours}. Install the same release of lifebound on both sides.`,
  }),
  treeNotEmpty: (label: string, left: readonly LeftProcess[]): LifeboundError => ({
    code: 'TREE_NOT_EMPTY',
    message: `Processes of ${label} could not be ended: ${left.map(nameProcess).join(', ') || 'pid unknown'}. End them by hand, or restart the machine.`,
  }),
  executableBusy: (label: string, path: string, waitedMs: number): LifeboundError => ({
    code: 'EXECUTABLE_BUSY',
    message: `${label} has ended, but "${path}" could not be replaced after ${waitedMs / 1000} s: something still uses it. Close what has it open, then try the update again.`,
  }),
  backendGone: (label: string): LifeboundError => ({
    code: 'BACKEND_GONE',
    message: `${label} ended before it answered. Try again once it is ready; it may have carried out the request.`,
  }),
  notReady: (label: string): LifeboundError => ({
    code: 'BACKEND_GONE',
    message: `${label} is not running at the moment. Try again once it is ready.`,
  }),
  backendStopped: (label: string): LifeboundError => ({
    code: 'BACKEND_STOPPED',
    message: `${label} does not run and takes no requests. Start it first.`,
  }),
  backendBusy: (label: string, waitingBytes: number): LifeboundError => ({
    code: 'BACKEND_BUSY',
    message: `${label} has ${waitingBytes} bytes of requests waiting and takes no more. Try again later.`,
  }),
  payloadTooLarge: (bytes: number, max: number): LifeboundError => ({
    code: 'PAYLOAD_TOO_LARGE',
    message: `The request has ${bytes} bytes, more than the ${max} allowed. Hand large data over in a file.`,
  }),
  tierUnavailable: (tier: string, reason: string): LifeboundError => ({
    code: 'UNSUPPORTED',
    message: `Containment "${tier}" can't be had here: ${reason}. Force another one, or none of them.`,
  }),
  invalidOption: (option: string, value: string, expected: string): LifeboundError => ({
    code: 'INVALID_OPTION',
    message: `Option ${option} is ${value}. Give ${expected}.`,
  }),
} as const;

function nameProcess({ pid, name }: LeftProcess): string {
  return name === '' ? String(pid) : `${name} (${pid})`;
}
