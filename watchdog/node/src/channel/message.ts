/** One line of the link, sorted. `unreadable` is not JSON-RPC; `why` says what is wrong with it. */
export type Message =
  | { readonly kind: 'notification'; readonly method: string; readonly params: unknown }
  | { readonly kind: 'request'; readonly id: unknown; readonly method: string; readonly params: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly code: string; readonly message: string }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Nothing that a backend writes is believed: every field is checked, and nothing here throws. */
export function parseMessage(text: string): Message {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'unreadable', why: 'not JSON' };
  }
  if (!isRecord(value)) return { kind: 'unreadable', why: 'not a JSON object' };
  if (value.jsonrpc !== '2.0') return { kind: 'unreadable', why: 'no "jsonrpc": "2.0"' };
  const { id, method, params } = value;
  if (typeof method === 'string') {
    return 'id' in value ? { kind: 'request', id, method, params } : { kind: 'notification', method, params };
  }
  if (typeof id !== 'number' || !Number.isSafeInteger(id))
    return { kind: 'unreadable', why: 'no integer id' };
  if ('error' in value) return { kind: 'error', id, ...readError(value.error) };
  if ('result' in value) return { kind: 'result', id, result: value.result };
  return { kind: 'unreadable', why: 'no method, result or error' };
}

/** The symbolic code travels in `error.data.code` (docs/link-protocol.md); without it the number is told. */
function readError(error: unknown): { code: string; message: string } {
  if (!isRecord(error))
    return { code: 'INTERNAL', message: 'The backend answered with an error without a message.' };
  const data = error.data;
  const symbolic = isRecord(data) && typeof data.code === 'string' ? data.code : null;
  const message = typeof error.message === 'string' ? error.message : 'The backend gave no message.';
  return { code: symbolic ?? `JSONRPC_${String(error.code)}`, message };
}

/** The id at the beginning of an answer that was too long to keep, or `null`. */
export function readIdOfHead(head: string): number | null {
  const match = /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*(\d{1,15})\s*,/.exec(head);
  return match === null ? null : Number(match[1]);
}

export function formatNotification(method: string, params: unknown): string {
  return `${JSON.stringify({ jsonrpc: '2.0', method, params })}\n`;
}

export function formatRequest(id: number, method: string, params: unknown): string {
  return `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
}

export function formatRefusal(id: unknown, method: string): string {
  const error = { code: -32601, message: `The host serves no method "${method}".` };
  return `${JSON.stringify({ jsonrpc: '2.0', id, error })}\n`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
