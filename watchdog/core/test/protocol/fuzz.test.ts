import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as jsonHost from '../../src/json-host.js';
import { validateMessage } from '../../src/protocol/validate-message.js';
import { driveToReady } from '../drive.js';

const methods = ['ready', 'beat', 'busy', 'declare', 'debugger', 'bye'].map((name) => `lifebound/${name}`);
const method = fc.oneof(
  fc.constantFrom(...methods, 'lifebound/hello', 'lifebound/', '__proto__', 'constructor', 'toString'),
  fc.string({ unit: 'binary' }),
);

/** Anything that JSON can carry, and often with the fields that a message has. */
const nasty = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(0, -1, 1.5, 1e308, 2 ** 53, '', '\0', '\ud800', '\n[INFO] forged', null, true),
  fc.string({ unit: 'binary', maxLength: 500 }),
);
const fields = [
  'protocol',
  'nonce',
  'version',
  'port',
  'forMs',
  'what',
  'pid',
  'namespace',
  'attached',
  'reason',
];
const params = fc.oneof(
  nasty,
  fc.dictionary(fc.constantFrom(...fields, '__proto__', 'constructor'), nasty, { noNullPrototype: true }),
);

const config = { launch: { kind: 'command', program: '/app/backend', args: [] } };
/** What a message of a backend that starts may lead to. */
const harmless = ['log', 'status', 'declare', 'setTimer', 'clearTimer'];
const runs = { numRuns: 2_000 };

describe('anything that a backend may say', () => {
  it('is a message of the link, unknown or bad, and never a throw', () => {
    fc.assert(
      fc.property(method, params, (name, value) => {
        const result = validateMessage(name, value);
        expect(['message', 'unknown', 'bad']).toContain(result.kind);
        if (result.kind !== 'message') return;
        expect(methods).toContain(result.message.method);
        // A text of the backend must not forge a line of the log, and has to cross to Rust.
        const texts = Object.values(result.message.params).filter((text) => typeof text === 'string');
        const kept = texts.filter((text) => text !== (result.message.params as { nonce?: string }).nonce);
        for (const text of kept) expect(text).toMatch(/^[^\p{Cc}\p{Cs}\u2028\u2029]{0,200}$/u);
      }),
      runs,
    );
  });

  it('never makes a backend ready without the nonce of its generation', () => {
    jsonHost.create(JSON.stringify(config));
    jsonHost.dispatch('{"atMs":0,"random":0,"type":"start"}');
    const tier = { tier: 'group', tierReason: '' };
    const spawned = { atMs: 1, random: 0, type: 'spawned', generation: 1, pid: 7, nonce: 'a1b2c3', ...tier };
    jsonHost.dispatch(JSON.stringify(spawned));
    fc.assert(
      fc.property(method, params, (name, value) => {
        const event = { atMs: 2, random: 0, type: 'message', generation: 1, method: name, params: value };
        const effects = JSON.parse(jsonHost.dispatch(JSON.stringify(event)));
        for (const { type } of effects) expect(harmless).toContain(type);
        expect(JSON.parse(jsonHost.status(2))).toMatchObject({ state: 'starting', ready: false, port: null });
      }),
      runs,
    );
  });

  it('does nothing to a ready backend but what its messages are for', () => {
    const driver = driveToReady();
    fc.assert(
      fc.property(method, params, (name, value) => {
        driver.send(200, { type: 'message', generation: 1, method: name, params: value });
        expect(driver.status()).toMatchObject({
          state: 'ready',
          generation: 1,
          lastCause: null,
          error: null,
        });
      }),
      runs,
    );
  });
});

describe('an event that is none', () => {
  it.each([['{}'], ['{"type":"stopp"}'], ['{"type":"__proto__"}'], ['{"type":"toString"}'], ['[]']])(
    '%s is refused, and nothing has changed',
    (event) => {
      jsonHost.create(JSON.stringify(config));
      const before = jsonHost.status(0);
      expect(() => jsonHost.dispatch(event)).toThrow('is not an event');
      expect(jsonHost.status(0)).toBe(before);
    },
  );
});
