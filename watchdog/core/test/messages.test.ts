import { describe, expect, it } from 'vitest';
import { errorKinds } from '../src/errors.js';
import { errors, formatLogLine, lines } from '../src/messages.js';

const label = 'Python backend';

describe("the seed's log lines", () => {
  it('are word for word its own', () => {
    expect(formatLogLine('INFO', lines.starting(label))).toBe('[INFO] Starting Python backend watchdog');
    expect(formatLogLine('INFO', lines.foundBinary(label, 'backend/excel-backend'))).toBe(
      '[INFO] Found Python backend binary: "backend/excel-backend"',
    );
    expect(formatLogLine('INFO', lines.spawned(label, 12345))).toBe(
      '[INFO] Python backend started with PID: 12345',
    );
    expect(formatLogLine('INFO', lines.hostStarted('Tauri application', label))).toBe(
      '[INFO] Tauri application started with Python backend watchdog',
    );
    expect(formatLogLine('WARN', lines.exited(label))).toBe('[WARN] Python backend process has exited');
    expect(formatLogLine('WARN', lines.died(label))).toBe(
      '[WARN] Python backend died, attempting restart...',
    );
    expect(formatLogLine('INFO', lines.restarting(label, 1, 5))).toBe(
      '[INFO] Attempting to restart Python backend (attempt 1/5)',
    );
  });
});

describe("the seed's error texts", () => {
  it.each([
    [errors.noPython(), 'NO_PYTHON', 'No Python executable found'],
    [errors.noBackend(label), 'NO_BACKEND', 'No Python backend found (neither binary nor script)'],
    [
      errors.startFailed(label, 'permission denied', 'Check it.'),
      'START_FAILED',
      'Failed to start Python backend: permission denied',
    ],
    [errors.restartsExhausted(5, ''), 'RESTARTS_EXHAUSTED', 'Maximum restart attempts (5) exceeded'],
  ])('are the beginning of the message, as a sentence of their own: %o', (error, code, text) => {
    expect(error.code).toBe(code);
    expect(error.message.startsWith(`${text}. `)).toBe(true);
  });
});

describe('every error', () => {
  it('has a code of the table and says what to do next in a sentence', () => {
    const make = errors as unknown as Readonly<
      Record<string, (...values: unknown[]) => { code: string; message: string }>
    >;
    for (const build of Object.values(make)) {
      const { code, message } = build('It ended.', ['x'], 'y.');
      expect(Object.keys(errorKinds)).toContain(code);
      expect(message.trimEnd()).toMatch(/[.] .+[.]$/);
    }
  });
});
