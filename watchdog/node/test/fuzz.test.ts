import { PassThrough, Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Channel } from '../src/channel/channel.js';
import { fixture, waitFor, watch, whenState } from './helpers.js';

/** Lines as a broken or hostile backend may write them: near misses of every message, and noise. */
const method = fc.constantFrom(
  'lifebound/ready',
  'lifebound/beat',
  'lifebound/busy',
  'lifebound/declare',
  'lifebound/debugger',
  'lifebound/bye',
  'lifebound/hello',
  '__proto__',
  'app/news',
);
const message = fc.record(
  {
    jsonrpc: fc.constantFrom('2.0', '1.0', 2),
    id: fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constant(null), fc.constant({})),
    method: fc.oneof(method, fc.string(), fc.integer()),
    params: fc.jsonValue(),
    result: fc.jsonValue(),
    error: fc.jsonValue(),
  },
  { requiredKeys: [] },
);
const line = fc.oneof(
  { weight: 4, arbitrary: message.map((value) => Buffer.from(JSON.stringify(value))) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('\0', '{}', '[', 'null', '"', '{"jsonrpc":"2.0"', ' ')
      .map((text) => Buffer.from(text)),
  },
);

describe('the channel', () => {
  it('takes any bytes, cut anywhere, without a throw', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 30 }),
        fc.array(fc.nat(4_000), { maxLength: 20 }),
        async (lines, cuts) => {
          const bytes = Buffer.concat(lines.flatMap((one) => [one, Buffer.from('\n')]));
          const stdout = new PassThrough();
          const stdin = new Writable({ write: (_chunk, _encoding, done) => done() });
          const ids: unknown[] = [];
          new Channel(stdin, stdout, {
            heard: () => {},
            garbage: () => {},
            message: (taken) => {
              if (taken.kind === 'result' || taken.kind === 'error') ids.push(taken.id);
            },
          });
          const at = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
          let from = 0;
          for (const to of [...at, bytes.length]) {
            stdout.write(bytes.subarray(from, to));
            from = to;
          }
          stdout.end();
          await new Promise((resolve) => stdout.once('end', resolve));
          // What comes out as an answer has an id that a request may have had.
          expect(ids.every(Number.isSafeInteger)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a backend that writes what it likes', () => {
  it.each(fc.sample(fc.array(line, { minLength: 20, maxLength: 60 }), { numRuns: 12, seed: 20261124 }))(
    'is never believed to be ready, and never ends the watchdog (%#)',
    async (...lines) => {
      const bytes = Buffer.concat(lines.flatMap((one) => [one, Buffer.from('\n')]));
      const { watchdog, lines: log } = watch('writes-bytes', [], {
        launch: {
          kind: 'command',
          program: 'python3',
          args: ['-SE', fixture('writes-bytes'), bytes.toString('base64')],
        },
        readiness: { kind: 'link' },
        restart: { policy: 'no' },
      });
      await waitFor('all that it writes', () => log.includes('written'));
      expect(watchdog.status().ready).toBe(false);
      expect(['starting', 'stopping', 'failed']).toContain(watchdog.status().state);
      expect(watchdog.status().lastCause?.kind).not.toBe('internal');
    },
  );

  it('a line of 9 MB is told and left out, and the next one counts', async () => {
    const { watchdog, lines } = watch('writes-much');
    await whenState(watchdog, 'ready');
    expect(lines.some((text) => /over the limit of 8388608/.test(text))).toBe(true);
  });
});
