// biome-ignore-all lint/style/noRestrictedGlobals: types of the clients, which run beside the core and not in it
import type { LogLevel } from './effects.js';
import type { Status } from './status.js';

export type Unsubscribe = () => void;

/** What is needed of an `AbortSignal`: the core knows no DOM. */
export interface CancelSignal {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface RequestOptions {
  /**
   * `safe`: the caller says that it may be repeated (reads; writes with a key of their own). It is then held while
   * the backend restarts and sent again, instead of failing with BACKEND_GONE.
   * @default 'never'
   */
  readonly retry?: 'never' | 'safe';
  /** @default none */
  readonly timeoutMs?: number;
  /** REQUEST_CANCELLED when aborted: it is not sent (again), and the backend is told if it was. */
  readonly signal?: CancelSignal;
}

export interface RestartOptions {
  /**
   * How long the backend may take to end in good order; 0: it is killed at once, since it can't answer.
   * @default the configuration's `terminationTimeoutMs`
   */
  readonly graceMs?: number;
}

/** One line of the watchdog's (`source: 'watchdog'`) or the backend's (`'backend'`) log. */
export interface LogLine {
  readonly source: 'watchdog' | 'backend';
  readonly level: LogLevel;
  readonly text: string;
  /** Wall clock, ISO 8601. */
  readonly time: string;
}

/**
 * What a UI needs of the watchdog, the same in a Tauri web view (`tauri-plugin-lifebound-api`) and in a browser
 * (`lifebound/web-client`). Every rejection is a `LifeboundError`: `{code, message}`.
 */
export interface BackendClient {
  status(): Promise<Status>;
  /** Called with each new snapshot. */
  onStatus(listener: (status: Status) => void): Unsubscribe;
  request<Result>(method: string, params?: unknown, options?: RequestOptions): Promise<Result>;
  /** Notifications of the backend by method name. */
  onNotify(method: string, listener: (params: unknown) => void): Unsubscribe;
  /** Also out of `failed`; the restart budget is whole again. */
  restart(options?: RestartOptions): Promise<void>;
  /** Resolves when nothing of the backend is left. */
  stop(): Promise<void>;
  /** The kept log lines, oldest first. */
  log(): Promise<readonly LogLine[]>;
  onLog(listener: (line: LogLine) => void): Unsubscribe;
}
