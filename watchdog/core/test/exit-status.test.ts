import { describe, expect, it } from 'vitest';
import type { Cause } from '../src/cause.js';
import type { ErrorCode } from '../src/errors.js';
import { failedExitStatus } from '../src/exit-status.js';

const crash: Cause = {
  kind: 'crashed',
  message: 'It crashed.',
  generation: 1,
  exitCode: 3,
  signal: null,
  stderrTail: [],
};
const fail = (code: ErrorCode, cause: Cause | null) => failedExitStatus({ code, message: 'x' }, cause);

describe('failedExitStatus', () => {
  it.each([
    ['RESTARTS_EXHAUSTED', 69],
    ['VERSION_MISMATCH', 76],
    ['START_TIMEOUT', 124],
    ['TREE_NOT_EMPTY', 125],
    ['START_FAILED', 126],
    ['NO_BACKEND', 127],
    ['NO_PYTHON', 127],
  ] as const)('of %s is %d, whatever the program ended with, if it ever ran', (code, status) => {
    expect(fail(code, crash)).toBe(status);
    expect(fail(code, null)).toBe(status);
  });

  it('tells a program that is not there from one that can not be started', () => {
    expect(fail('START_FAILED', { ...crash, kind: 'not-found' })).toBe(127);
    expect(fail('START_FAILED', { ...crash, kind: 'start-failed' })).toBe(126);
  });

  it("is the program's own for a crash, and for a restart that it refused", () => {
    expect(fail('BACKEND_CRASHED', crash)).toBe(3);
    expect(fail('BACKEND_CRASHED', { ...crash, exitCode: null, signal: 'SIGSEGV' })).toBe(139);
    expect(fail('RESTART_REFUSED', { ...crash, exitCode: 77 })).toBe(77);
  });

  it("never says that all is well: without a status of the program, it is the watchdog's", () => {
    expect(fail('BACKEND_CRASHED', null)).toBe(125);
    expect(fail('BACKEND_CRASHED', { ...crash, exitCode: 0 })).toBe(125);
    expect(fail('BACKEND_CRASHED', { ...crash, exitCode: null })).toBe(125);
  });
});
