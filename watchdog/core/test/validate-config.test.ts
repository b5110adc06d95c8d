import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../src/config.js';
import { validateConfig } from '../src/validate-config.js';

function refusal(input: unknown): string {
  const result = validateConfig(input);
  if (result.ok) throw new Error('it was taken');
  expect(result.error.code).toBe('INVALID_OPTION');
  return result.error.message;
}

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
    ['x'],
    [{ label: '' }],
    [{ label: 'two\nlines' }],
    [{ hostLabel: 5 }],
    [{ launch: { kind: 'command', program: '', args: [] } }],
    [{ launch: { kind: 'command', program: 'x\0', args: [] } }],
    [{ launch: { kind: 'command', program: 'x' } }],
    [{ launch: { kind: 'command', program: 'x', args: [1] } }],
    [{ launch: { kind: 'locate' } }],
    [{ launch: { kind: 'toString' } }],
    [{ launch: 'x' }],
    [{ restart: null }],
    [{ restart: { maxAttempts: 1.5 } }],
    [{ restart: { windowMs: 0 } }],
    [{ restart: { jitter: 1.1 } }],
    [{ restart: { baseDelayMs: Number.NaN } }],
    [{ startTimeoutMs: 2 ** 31 }],
    [{ stayUpMs: '5' }],
    [{ health: { checkIntervalMs: 9 } }],
    [{ health: { suspectAfterMisses: 0 } }],
    [{ readiness: { kind: 'http', url: 'http://example.com/' } }],
    [{ readiness: { kind: 'http', url: 'http://127.0.0.1.example.com/' } }],
    [{ readiness: { kind: 'http', url: 'http://127.0.0.1@example.com/' } }],
    [{ readiness: { kind: 'http', url: 'file:///etc/passwd' } }],
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
