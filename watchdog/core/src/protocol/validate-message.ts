import type { FromBackend } from '../protocol.js';

export type Validated =
  | { readonly kind: 'message'; readonly message: FromBackend }
  /** A newer link may say more: ignored. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'bad'; readonly reason: string };

type Params = Readonly<Record<string, unknown>>;

/** Longer texts of a backend are cut, since they go to log and status. */
const maxTextLength = 200;

/** Whether `method` and `params`, as they came from the backend, are a message of the link. Never throws. */
export function validateMessage(method: string, params: unknown): Validated {
  const read = readers[method as FromBackend['method']];
  if (!Object.hasOwn(readers, method)) return { kind: 'unknown' };
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    return bad(method, 'params', 'an object');
  }
  return read(params as Params);
}

const readers: Record<FromBackend['method'], (params: Params) => Validated> = {
  'lifebound/ready': readReady,
  'lifebound/beat': () => good({ method: 'lifebound/beat', params: {} }),
  'lifebound/busy': readBusy,
  'lifebound/declare': readDeclare,
  'lifebound/debugger': readDebugger,
  'lifebound/bye': readBye,
};

function readReady({ protocol, nonce, version = null, port = null }: Params): Validated {
  const method = 'lifebound/ready';
  if (!isWhole(protocol, 0)) return bad(method, 'protocol', 'a whole number');
  if (typeof nonce !== 'string') return bad(method, 'nonce', 'a string');
  if (version !== null && typeof version !== 'string') return bad(method, 'version', 'a string or null');
  if (port !== null && !(isWhole(port, 1) && port <= 65_535)) return bad(method, 'port', 'a port or null');
  return good({ method, params: { protocol, nonce, version: version && cut(version), port } });
}

function readBusy({ forMs, what = '' }: Params): Validated {
  const method = 'lifebound/busy';
  if (typeof forMs !== 'number' || !Number.isFinite(forMs) || forMs < 0) {
    return bad(method, 'forMs', 'milliseconds from 0');
  }
  if (typeof what !== 'string') return bad(method, 'what', 'a string');
  return good({ method, params: { forMs, what: cut(what) } });
}

function readDeclare({ pid, namespace = null }: Params): Validated {
  const method = 'lifebound/declare';
  if (!isWhole(pid, 1)) return bad(method, 'pid', 'a process id');
  if (namespace !== null && !(typeof namespace === 'string' && /^pid:\[\d{1,20}\]$/.test(namespace))) {
    return bad(method, 'namespace', 'a PID namespace or null');
  }
  return good({ method, params: { pid, namespace } });
}

function readDebugger({ attached }: Params): Validated {
  const method = 'lifebound/debugger';
  if (typeof attached !== 'boolean') return bad(method, 'attached', 'true or false');
  return good({ method, params: { attached } });
}

function readBye({ reason = '' }: Params): Validated {
  const method = 'lifebound/bye';
  if (typeof reason !== 'string') return bad(method, 'reason', 'a string');
  return good({ method, params: { reason: cut(reason) } });
}

function isWhole(value: unknown, least: number): value is number {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

/**
 * One line, since a text of the backend must not forge a log line of ours; and no half of a character, which would not
 * cross to Rust.
 */
function cut(text: string): string {
  const characters = [...text.slice(0, 2 * maxTextLength)].slice(0, maxTextLength);
  return characters.map((character) => (isPlain(character) ? character : replacement(character))).join('');
}

function isPlain(character: string): boolean {
  return character >= ' ' && !/^[\ud800-\udfff\u007f-\u009f\u2028\u2029]$/.test(character);
}

function replacement(character: string): string {
  return /^[\ud800-\udfff]$/.test(character) ? '\ufffd' : ' ';
}

function good(message: FromBackend): Validated {
  return { kind: 'message', message };
}

function bad(method: string, field: string, expected: string): Validated {
  return { kind: 'bad', reason: `${method}: ${field} is not ${expected}` };
}
