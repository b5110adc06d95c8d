import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateMessage } from '../../src/protocol/validate-message.js';

interface Line {
  readonly jsonrpc: string;
  readonly method?: string;
  readonly params?: unknown;
}

const golden: readonly Line[] = readFileSync(
  new URL('../../src/protocol.golden.jsonl', import.meta.url),
  'utf8',
)
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));
const toBackend = ['lifebound/hello', 'lifebound/stop', 'lifebound/ping'];

describe('the golden file', () => {
  const ours = golden.filter(({ method }) => method?.startsWith('lifebound/'));

  it('has messages of the backend that are taken as they are', () => {
    const fromBackend = ours.filter(({ method }) => !toBackend.includes(method ?? ''));
    expect(fromBackend).toHaveLength(9);
    for (const { method, params } of fromBackend) {
      expect(validateMessage(method ?? '', params)).toEqual({ kind: 'message', message: { method, params } });
    }
  });

  it("has the watchdog's own, which a backend does not send", () => {
    for (const method of toBackend) expect(validateMessage(method, {})).toEqual({ kind: 'unknown' });
    expect(new Set(ours.map(({ method }) => method))).toEqual(
      new Set([
        ...toBackend,
        'lifebound/ready',
        'lifebound/beat',
        'lifebound/busy',
        'lifebound/declare',
        'lifebound/debugger',
        'lifebound/bye',
      ]),
    );
  });
});

describe('validateMessage', () => {
  const ready = { protocol: 1, nonce: 'n', version: '1.0.0', port: 80 };

  it.each([
    ['ready', { ...ready, protocol: '1' }, 'protocol is not a whole number'],
    ['ready', { ...ready, protocol: 1.5 }, 'protocol is not a whole number'],
    ['ready', { ...ready, protocol: -1 }, 'protocol is not a whole number'],
    ['ready', { ...ready, nonce: 7 }, 'nonce is not a string'],
    ['ready', { ...ready, version: 1 }, 'version is not a string or null'],
    ['ready', { ...ready, port: 0 }, 'port is not a port or null'],
    ['ready', { ...ready, port: 65_536 }, 'port is not a port or null'],
    ['ready', null, 'params is not an object'],
    ['ready', [ready], 'params is not an object'],
    ['beat', 'x', 'params is not an object'],
    ['busy', { what: 'x' }, 'forMs is not milliseconds from 0'],
    ['busy', { forMs: '1' }, 'forMs is not milliseconds from 0'],
    ['busy', { forMs: -1, what: 'x' }, 'forMs is not milliseconds from 0'],
    ['busy', { forMs: Number.POSITIVE_INFINITY }, 'forMs is not milliseconds from 0'],
    ['busy', { forMs: 1, what: 5 }, 'what is not a string'],
    ['declare', { pid: 0 }, 'pid is not a process id'],
    ['declare', { pid: 2 ** 53 }, 'pid is not a process id'],
    ['declare', { pid: 7, namespace: 'pid:[x]' }, 'namespace is not a PID namespace or null'],
    ['declare', { pid: 7, namespace: 'xpid:[1]' }, 'namespace is not a PID namespace or null'],
    ['declare', { pid: 7, namespace: 'pid:[1]x' }, 'namespace is not a PID namespace or null'],
    ['declare', { pid: 7, namespace: `pid:[${'1'.repeat(21)}]` }, 'namespace is not a PID namespace or null'],
    ['declare', { pid: 7, namespace: 1 }, 'namespace is not a PID namespace or null'],
    // A list of one text reads as that text to a pattern.
    ['declare', { pid: 7, namespace: ['pid:[1]'] }, 'namespace is not a PID namespace or null'],
    ['debugger', { attached: 1 }, 'attached is not true or false'],
    ['bye', { reason: {} }, 'reason is not a string'],
  ])('does not believe %s %j: %s', (name, params, reason) => {
    const method = `lifebound/${name}`;
    expect(validateMessage(method, params)).toEqual({ kind: 'bad', reason: `${method}: ${reason}` });
  });

  it.each([
    ['ready', { ...ready, protocol: 0 }],
    ['ready', { ...ready, port: 1 }],
    ['ready', { ...ready, port: 65_535 }],
    ['declare', { pid: 1, namespace: `pid:[${'1'.repeat(20)}]` }],
    ['debugger', { attached: false }],
  ])('takes %s %j, at the edge', (name, params) => {
    const method = `lifebound/${name}`;
    expect(validateMessage(method, params)).toEqual({ kind: 'message', message: { method, params } });
  });

  it('takes what may be left out as absent', () => {
    expect(validateMessage('lifebound/ready', { protocol: 1, nonce: 'n' })).toEqual({
      kind: 'message',
      message: { method: 'lifebound/ready', params: { protocol: 1, nonce: 'n', version: null, port: null } },
    });
    expect(validateMessage('lifebound/bye', {})).toMatchObject({ message: { params: { reason: '' } } });
    expect(validateMessage('lifebound/busy', { forMs: 1 })).toMatchObject({
      message: { params: { what: '' } },
    });
  });

  it('makes one line of at most 200 characters of a text', () => {
    const what = `a\n[ERROR] forged${'x'.repeat(300)}`;
    const validated = validateMessage('lifebound/busy', { forMs: 1, what });
    expect(validated).toMatchObject({ message: { params: { what: `a [ERROR] forged${'x'.repeat(184)}` } } });
  });

  it('leaves no half of a character at the cut', () => {
    const reasonOf = (reason: string) => validateMessage('lifebound/bye', { reason });
    const at = (reason: string) => ({ message: { params: { reason } } });
    expect(reasonOf('😀'.repeat(201))).toMatchObject(at('😀'.repeat(200)));
    expect(reasonOf(`x${'😀'.repeat(201)}`)).toMatchObject(at(`x${'😀'.repeat(199)}`));
    expect(reasonOf('half \ud83d of one')).toMatchObject(at('half \ufffd of one'));
  });

  it('does not take a name of the language for a message', () => {
    for (const method of ['__proto__', 'constructor', 'toString']) {
      expect(validateMessage(method, {})).toEqual({ kind: 'unknown' });
    }
  });

  it('never throws', () => {
    const method = fc.oneof(fc.string(), fc.constantFrom(...golden.map((line) => line.method ?? '')));
    fc.assert(
      fc.property(method, fc.jsonValue(), (name, params) => {
        expect(['message', 'unknown', 'bad']).toContain(validateMessage(name, params).kind);
      }),
    );
  });
});
