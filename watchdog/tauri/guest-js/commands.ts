import type { CancelSignal, LogLine, RequestOptions, RestartOptions, Status } from '@lifebound/core';
import { invoke } from '@tauri-apps/api/core';

/**
 * The status of the watchdog and its backend.
 *
 * @example
 * ```typescript
 * const { state, pid } = await status();
 * ```
 */
export function status(): Promise<Status> {
  return invoke('plugin:lifebound|status');
}

/**
 * Asks the backend. Rejects with `{code, message}`: a code of docs/errors.md, or the backend's own.
 *
 * @example
 * ```typescript
 * const sheets = await request<Sheet[]>('workbook/sheets', { workbook }, { retry: 'safe' });
 * ```
 */
export async function request<Result>(
  method: string,
  params?: unknown,
  { signal, ...options }: RequestOptions = {},
): Promise<Result> {
  if (signal === undefined) return invoke('plugin:lifebound|request', { method, params, options });
  if (signal.aborted) throw cancelledError(method);
  return cancellable(signal, (ticket) =>
    invoke('plugin:lifebound|request', { method, params, options: { ...options, ticket } }),
  );
}

/** The plugin knows the request by a ticket, since its own id is known only to it. */
async function cancellable<Result>(
  signal: CancelSignal,
  send: (ticket: string) => Promise<Result>,
): Promise<Result> {
  const ticket = crypto.randomUUID();
  const onAbort = () => void invoke('plugin:lifebound|cancel', { ticket });
  signal.addEventListener('abort', onAbort);
  try {
    return await send(ticket);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function cancelledError(method: string) {
  return { code: 'REQUEST_CANCELLED', message: `The request "${method}" was cancelled by its caller.` };
}

/**
 * Ends the backend in good order and starts it again; also after it has failed, with a fresh budget of attempts. With
 * `graceMs: 0` it is killed at once: a way to cancel what can't be cancelled.
 *
 * @example
 * ```typescript
 * await restart();
 * ```
 */
export function restart(options: RestartOptions = {}): Promise<void> {
  return invoke('plugin:lifebound|restart', { options });
}

/**
 * Ends the backend. Resolves when nothing of it is left.
 *
 * @example
 * ```typescript
 * await stop();
 * ```
 */
export function stop(): Promise<void> {
  return invoke('plugin:lifebound|stop');
}

/**
 * For an update: ends the backend and starts no other until `resume`, also after a crash of the app. Resolves when
 * nothing of it is left and its executable can be replaced. Rejects with EXECUTABLE_BUSY when that is not so after 10 s;
 * it is held all the same.
 *
 * @example
 * ```typescript
 * await hold();
 * await update.install();
 * await resume();
 * ```
 */
export function hold(): Promise<void> {
  return invoke('plugin:lifebound|hold');
}

/**
 * Ends a hold, whoever began it.
 *
 * @example
 * ```typescript
 * await resume();
 * ```
 */
export function resume(): Promise<void> {
  return invoke('plugin:lifebound|resume');
}

/**
 * The kept log lines, the watchdog's and the backend's, oldest first, at most 1,000.
 *
 * @example
 * ```typescript
 * const errors = (await log()).filter((line) => line.level === 'ERROR');
 * ```
 */
export function log(): Promise<readonly LogLine[]> {
  return invoke('plugin:lifebound|log');
}
