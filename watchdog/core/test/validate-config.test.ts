import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../src/config.js';
import { validateConfig } from '../src/validate-config.js';

function refusal(input: unknown): string {
  const result = validateConfig(input);
  if (result.ok) throw new Error('it was taken');
  expect(result.error.code).toBe('INVALID_OPTION');
  return result.error.message;
}

describe('the defaults', () => {
  it('search for a Python backend and hold it by the link', () => {
    expect(defaultConfig).toEqual({
      label: 'Python backend',
      hostLabel: null,
      launch: { kind: 'locate', confined: false },
      restart: {
        policy: 'always',
        maxAttempts: 5,
        windowMs: 60_000,
        stableAfterMs: 60_000,
        baseDelayMs: 500,
        maxDelayMs: 30_000,
        jitter: 0.2,
      },
      readiness: { kind: 'link' },
      startTimeoutMs: 120_000,
      stayUpMs: 1_000,
      health: { checkIntervalMs: 5_000, suspectAfterMisses: 2, unhealthyAfterMisses: 4 },
      terminationTimeoutMs: 5_000,
      appVersion: null,
      containment: null,
    });
  });
});

describe('validateConfig', () => {
  it('fills in the defaults, deeply', () => {
    expect(validateConfig({})).toEqual({ ok: true, config: defaultConfig });
    expect(validateConfig({ restart: { maxAttempts: 0 }, label: 'job' })).toEqual({
      ok: true,
      config: { ...defaultConfig, label: 'job', restart: { ...defaultConfig.restart, maxAttempts: 0 } },
    });
  });

  it('takes each kind of launch and readiness', () => {
    for (const options of [
      { launch: { kind: 'command', program: 'x', args: ['', 'b'] } },
      { launch: { kind: 'locate', confined: true } },
      { readiness: { kind: 'link' } },
      { readiness: { kind: 'stay' } },
      { readiness: { kind: 'http', url: 'http://127.0.0.1:8000/health' } },
      { readiness: { kind: 'http', url: 'http://localhost/' } },
      { readiness: { kind: 'http', url: 'https://[::1]:8443' } },
      { readiness: { kind: 'tcp', port: 65_535 } },
    ]) {
      expect(validateConfig(options)).toEqual({ ok: true, config: { ...defaultConfig, ...options } });
    }
  });

  it.each([
    [{ label: '😀'.repeat(80) }],
    [{ hostLabel: '😀'.repeat(80) }],
    [{ hostLabel: null, appVersion: null, containment: null }],
    [{ startTimeoutMs: 1 }],
    [{ startTimeoutMs: 2 ** 31 - 1 }],
    [{ terminationTimeoutMs: 0 }],
    [{ containment: 'cgroup' }],
    [{ containment: 'namespace' }],
    [{ containment: 'job' }],
    [{ containment: 'keeper' }],
    [{ containment: 'group' }],
    [{ containment: 'none' }],
  ])('takes %j', (options) => {
    expect(validateConfig(options)).toEqual({ ok: true, config: { ...defaultConfig, ...options } });
  });

  it.each([
    [{ jitter: 0 }],
    [{ jitter: 1 }],
    [{ maxAttempts: 1_000 }],
    [{ policy: 'on-failure' }],
    [{ policy: 'no' }],
  ])('takes %j of the restart', (options) => {
    const restart = { ...defaultConfig.restart, ...options };
    expect(validateConfig({ restart: options })).toEqual({ ok: true, config: { ...defaultConfig, restart } });
  });

  it('takes a backend that is unhealthy as soon as it is suspect', () => {
    const health = { checkIntervalMs: 10, suspectAfterMisses: 3, unhealthyAfterMisses: 3 };
    expect(validateConfig({ health })).toEqual({ ok: true, config: { ...defaultConfig, health } });
  });

  it.each([
    ['x', 'Option config is "x". Give an object.'],
    [{ launch: 'x' }, 'Option launch is "x". Give an object.'],
    [{ launch: { kind: 'toString' } }, 'Option launch.kind is "toString". Give one of command, locate.'],
    [
      { launch: { kind: 'command', program: 'x', args: ['', 1] } },
      'Option launch.args[1] is 1. Give a list of texts without NUL.',
    ],
    [
      { launch: { kind: 'command', program: 'x' } },
      'Option launch.args is a value of type undefined. Give a list.',
    ],
    [{ restart: { jitter: 1.1 } }, 'Option restart.jitter is 1.1. Give a share from 0 to 1.'],
    [{ restart: { windowMs: 0 } }, 'Option restart.windowMs is 0. Give milliseconds from 1 to 2147483647.'],
    [{ stayUpMs: -1 }, 'Option stayUpMs is -1. Give milliseconds from 0 to 2147483647.'],
    [
      { readiness: { kind: 'tcp', port: 65_536 } },
      'Option readiness.port is 65536. Give a whole number from 1 to 65535.',
    ],
    // A list of one text reads as that text to a pattern.
    [{ appVersion: ['1.2.3'] }, 'Option appVersion is ["1.2.3"]. Give a semantic version such as 1.2.3.'],
  ])('of %j says %s', (input, message) => {
    expect(refusal(input)).toBe(message);
  });

  it('does not take a fault of another kind for a bad option', () => {
    const input = {
      get label(): string {
        throw new RangeError('not readable');
      },
    };
    expect(() => validateConfig(input)).toThrow(new RangeError('not readable'));
  });

  it('says which option, its value and what to give', () => {
    expect(refusal({ restart: { maxAttempts: -1 } })).toBe(
      'Option restart.maxAttempts is -1. Give a whole number from 0 to 1000.',
    );
    expect(refusal({ restart: { policy: 'never' } })).toBe(
      'Option restart.policy is "never". Give one of always, on-failure, no.',
    );
    expect(refusal({ helth: {} })).toMatch(/^Option helth is {}[.] Give one of label, /);
    expect(refusal({ health: { unhealthyAfterMisses: 1 } })).toBe(
      'Option health.unhealthyAfterMisses is 1. Give at least health.suspectAfterMisses (2).',
    );
  });

  it('shows any value as it was written', () => {
    const endless: Record<string, unknown> = {};
    endless.label = endless;
    for (const [value, shown] of [
      [-3, '-3'],
      [Number.NaN, 'NaN'],
      [Number.POSITIVE_INFINITY, 'Infinity'],
      [5n, '5'],
      ['7', '"7"'],
      [null, 'null'],
      [() => 1, 'a value of type function'],
      [endless, 'an object that contains itself'],
      ['x'.repeat(500), `"${'x'.repeat(119)}`],
    ] as const) {
      const message = refusal({ restart: { maxAttempts: value } });
      expect(message).toBe(`Option restart.maxAttempts is ${shown}. Give a whole number from 0 to 1000.`);
    }
  });

  it.each([
    [null],
    [[]],
    [{ label: '' }],
    [{ label: 'two\nlines' }],
    [{ label: 'x'.repeat(81) }],
    [{ hostLabel: 5 }],
    [{ hostLabel: '' }],
    [{ hostLabel: 'two\nlines' }],
    [{ hostLabel: 'x'.repeat(81) }],
    [{ launch: { kind: 'command', program: '', args: [] } }],
    [{ launch: { kind: 'command', program: 'x\0', args: [] } }],
    [{ launch: { kind: 'command', program: '\0x', args: [] } }],
    [{ launch: { kind: 'command', program: 'x', args: ['x\0'] } }],
    [{ launch: { kind: 'command', program: 'x', args: ['\0x'] } }],
    [{ launch: { kind: 'command', program: 'x', args: [1] } }],
    [{ launch: { kind: 'locate' } }],
    [() => 1],
    [{ restart: null }],
    [{ restart: { maxAttempts: 1.5 } }],
    [{ restart: { maxAttempts: 1_001 } }],
    [{ restart: { jitter: -0.1 } }],
    [{ restart: { baseDelayMs: Number.NaN } }],
    [{ startTimeoutMs: 2 ** 31 }],
    [{ stayUpMs: '5' }],
    [{ health: { checkIntervalMs: 9 } }],
    [{ health: { suspectAfterMisses: 0 } }],
    [{ readiness: { kind: 'http', url: 'http://example.com/' } }],
    [{ readiness: { kind: 'http', url: 'http://127.0.0.1.example.com/' } }],
    [{ readiness: { kind: 'http', url: 'http://127.0.0.1@example.com/' } }],
    [{ readiness: { kind: 'http', url: 'file:///etc/passwd' } }],
    [{ readiness: { kind: 'http', url: 'file:http://127.0.0.1/' } }],
    [{ readiness: { kind: 'http', url: 'http://127.0.0.1/a b' } }],
    [{ readiness: { kind: 'tcp', port: 0 } }],
    [{ readiness: { kind: 'link', extra: 1 } }],
    [{ terminationTimeoutMs: -1 }],
    [{ appVersion: '1.2' }],
    [{ containment: 'docker' }],
  ])('refuses %j', (input) => {
    expect(refusal(input)).toMatch(/^Option .+[.] Give .+[.]$/s);
  });

  it('does not print a long value in full', () => {
    expect(refusal({ containment: 'x'.repeat(10_000) }).length).toBeLessThan(300);
  });
});
