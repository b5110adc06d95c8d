export interface PageRequest {
  readonly kind: 'request';
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
  readonly retry: 'never' | 'safe';
  readonly timeoutMs: number | null;
}

export type PageMessage =
  | PageRequest
  | { readonly kind: 'notification'; readonly method: string; readonly params: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'unreadable'; readonly id: number | null; readonly why: string };

/**
 * A frame of the page's: JSON-RPC 2.0, plus one member of ours beside `params`, so that the app's parameters stay its
 * own: `"lifebound": {"retry": "safe", "timeoutMs": 5000}`, both optional.
 */
export function parsePageMessage(text: string): PageMessage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'unreadable', id: null, why: 'The frame is not JSON.' };
  }
  if (!isRecord(value)) return { kind: 'unreadable', id: null, why: 'The frame is not a JSON object.' };
  const { id, method, params, lifebound } = value;
  if (typeof method !== 'string') return { kind: 'unreadable', id: null, why: 'The frame has no method.' };
  if (method === '$/cancelRequest') {
    const cancelled = isRecord(params) ? params.id : undefined;
    if (typeof cancelled === 'number') return { kind: 'cancel', id: cancelled };
    return { kind: 'unreadable', id: null, why: '$/cancelRequest has no id.' };
  }
  if (id === undefined) return { kind: 'notification', method, params };
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) {
    return { kind: 'unreadable', id: null, why: 'The id is no integer.' };
  }
  const own = isRecord(lifebound) ? lifebound : {};
  const timeoutMs = typeof own.timeoutMs === 'number' && own.timeoutMs > 0 ? own.timeoutMs : null;
  return {
    kind: 'request',
    id,
    method,
    params,
    retry: own.retry === 'safe' ? 'safe' : 'never',
    timeoutMs,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
