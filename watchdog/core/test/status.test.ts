import { describe, expect, it } from 'vitest';
import type { Machine } from '../src/machine/machine.js';
import { newRun } from '../src/machine/machine.js';
import { statusOf } from '../src/status-of.js';
import { driveToReady } from './drive.js';

/** A machine is plain JSON: its snapshot has to hold for each that the type allows. */
function ready(patch: Partial<Machine> = {}): Machine {
  return { ...driveToReady().machine(), backendPort: 4711, ...patch };
}

describe('statusOf', () => {
  it('tells process, port and age while the process lives', () => {
    expect(statusOf(ready(), 1_010)).toMatchObject({ pid: 1001, port: 4711, uptimeMs: 1_000 });
  });

  it('tells none of them before the process is there, and none after its end', () => {
    const none = { pid: null, port: null, uptimeMs: null };
    const { run } = ready();
    if (run === null) throw new Error('nothing runs');
    const before = { ...newRun, spawnedAtMs: 10 };
    for (const other of [before, { ...run, exited: true }, null]) {
      expect(statusOf(ready({ run: other }), 1_010)).toMatchObject(none);
    }
  });

  it('tells no age of a process whose birth is not known', () => {
    const run = { ...newRun, pid: 7 };
    expect(statusOf(ready({ run }), 1_010)).toMatchObject({ pid: 7, uptimeMs: null });
  });

  it('counts down to the next attempt in the back-off alone', () => {
    const timers = { backoff: { dueMs: 1_500 } };
    expect(statusOf(ready({ state: 'backoff', timers }), 1_010).nextAttemptInMs).toBe(490);
    expect(statusOf(ready({ state: 'ready', timers }), 1_010).nextAttemptInMs).toBeNull();
    expect(statusOf(ready({ state: 'backoff', timers: {} }), 1_010).nextAttemptInMs).toBeNull();
  });
});
