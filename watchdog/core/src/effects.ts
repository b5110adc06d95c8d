import type { LifeboundError } from './errors.js';
import type { TimerName } from './events.js';
import type { ToBackend } from './protocol.js';

export type LogLevel = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';

/** What the body must do, in order. It answers by events; an effect never returns a value. */
export type Effect =
  /** Look at each candidate (relative to the base folder; a bare name in PATH) and answer `located`. */
  | { readonly type: 'locate'; readonly generation: number; readonly candidates: readonly string[] }
  /** Spawn in a new process group, contained; answer `spawned` or `spawnFailed`, later `exited`. */
  | {
      readonly type: 'spawn';
      readonly generation: number;
      readonly program: string;
      readonly args: readonly string[];
      /** Channel on stdin and stdout, or not. */
      readonly link: boolean;
    }
  | { readonly type: 'send'; readonly generation: number; readonly message: ToBackend }
  | { readonly type: 'closeStdin'; readonly generation: number }
  /** To the whole tree. On Windows SIGTERM is not deliverable; closing stdin was the polite end. */
  | { readonly type: 'signal'; readonly generation: number; readonly signal: 'SIGTERM' | 'SIGKILL' }
  /**
   * The leader is gone. What is left of its tree has `graceMs` more to go by itself, since it was asked to when the
   * leader was (a launcher may end before its child has saved); then SIGKILL, and the answer is `treeChecked`.
   */
  | { readonly type: 'endTree'; readonly generation: number; readonly graceMs: number }
  /**
   * Remember a helper outside the tree by pid *and* start time; it ends with the tree. `namespace`: the PID namespace in
   * which its pid counts, as `pid:[4026531836]`, or `null` for the backend's own. Refuse strangers (another user's), the
   * host, its ancestors and the backend itself. Answer `declared` or `declareRefused`.
   */
  | {
      readonly type: 'declare';
      readonly generation: number;
      readonly pid: number;
      readonly namespace: string | null;
    }
  | {
      readonly type: 'probe';
      readonly generation: number;
      readonly target:
        | { readonly kind: 'http'; readonly url: string }
        | { readonly kind: 'tcp'; readonly port: number };
      readonly timeoutMs: number;
    }
  | {
      readonly type: 'setTimer';
      readonly timer: TimerName;
      readonly generation: number;
      readonly delayMs: number;
    }
  | { readonly type: 'clearTimer'; readonly timer: TimerName }
  /** Write the held payload of request `id` to the backend now. */
  | { readonly type: 'sendRequest'; readonly id: number }
  | { readonly type: 'failRequest'; readonly id: number; readonly error: LifeboundError }
  | { readonly type: 'log'; readonly level: LogLevel; readonly message: string }
  /** The status changed: take a new snapshot with `statusOf` and tell those who watch. */
  | { readonly type: 'status' }
  /** An error that the user must see. It is in the status too. */
  | { readonly type: 'report'; readonly error: LifeboundError }
  /**
   * Nothing runs and nothing is planned: a pending `stop()` or `hold()` resolves, `lifebound run` exits with
   * `exitStatus` (the program's own, 128 + signal, or a documented code).
   */
  | { readonly type: 'over'; readonly exitStatus: number };
