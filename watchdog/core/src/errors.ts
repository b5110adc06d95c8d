/**
 * The one table of error codes. `user`: somebody can put it right; `system`: the machine or we are at fault.
 * docs/errors.md has a row for each; a test compares both ways.
 */
export const errorKinds = {
  // Finding and starting.
  NO_BACKEND: 'user',
  NO_PYTHON: 'user',
  START_FAILED: 'user',
  START_TIMEOUT: 'user',
  RESTARTS_EXHAUSTED: 'user',
  BACKEND_CRASHED: 'user',
  RESTART_REFUSED: 'user',
  VERSION_MISMATCH: 'user',
  PROTOCOL_ERROR: 'user',
  NO_CHANNEL: 'user',
  // Requests.
  BACKEND_GONE: 'system',
  BACKEND_BUSY: 'system',
  BACKEND_STOPPED: 'user',
  PAYLOAD_TOO_LARGE: 'user',
  REQUEST_TIMEOUT: 'system',
  REQUEST_CANCELLED: 'user',
  // Options and hosts.
  INVALID_OPTION: 'user',
  UNKNOWN_COMMAND: 'user',
  PORT_TAKEN: 'user',
  FORBIDDEN: 'user',
  UNSUPPORTED: 'user',
  TREE_NOT_EMPTY: 'system',
  EXECUTABLE_BUSY: 'system',
  INTERNAL: 'system',
} as const;

export type ErrorCode = keyof typeof errorKinds;

/** Plain data, since it crosses from QuickJS to Rust to a web view. `message`: what happened, the value, what to do next. */
export interface LifeboundError {
  readonly code: ErrorCode;
  readonly message: string;
}
