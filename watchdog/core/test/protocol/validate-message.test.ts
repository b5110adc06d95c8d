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
    ['lifebound/ready', { ...ready, protocol: '1' }],
    ['lifebound/ready', { ...ready, protocol: 1.5 }],
    ['lifebound/ready', { ...ready, nonce: 7 }],
    ['lifebound/ready', { ...ready, version: 1 }],
    ['lifebound/ready', { ...ready, port: 0 }],
    ['lifebound/ready', { ...ready, port: 65_536 }],
    ['lifebound/ready', null],
    ['lifebound/ready', [ready]],
    ['lifebound/beat', 'x'],
    ['lifebound/declare', { pid: 0 }],
    ['lifebound/declare', { pid: 7, namespace: 'pid:[x]' }],
    ['lifebound/declare', { pid: 7, namespace: 1 }],
    ['lifebound/debugger', { attached: 1 }],
    ['lifebound/busy', { what: 'x' }],
    ['lifebound/busy', { forMs: -1, what: 'x' }],
    ['lifebound/busy', { forMs: Number.POSITIVE_INFINITY }],
    ['lifebound/busy', { forMs: 1, what: 5 }],
    ['lifebound/declare', { pid: 0 }],
    ['lifebound/declare', { pid: 2 ** 53 }],
    ['lifebound/bye', { reason: {} }],
  ])('does not believe %s %j', (method, params) => {
    expect(validateMessage(method, params).kind).toBe('bad');
  });

  it('takes what may be left out as absent', () => {
    expect(validateMessage('lifebound/ready', { protocol: 1, nonce: 'n' })).toEqual({
      kind: 'message',
      message: { method: 'lifebound/ready', params: { protocol: 1, nonce: 'n', version: null, port: null } },
    });
    expect(validateMessage('lifebound/bye', {})).toMatchObject({ message: { params: { reason: '' } } });
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
