import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fixture, isAlive, waitFor, watch } from './helpers.js';

const restarts = 100;

function count() {
  return {
    descriptors: readdirSync('/proc/self/fd').length,
    exitListeners: process.listenerCount('exit'),
    timers: process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length,
  };
}

it(`${restarts} restarts leave no descriptor, listener, timer or process behind`, async () => {
  const pids: number[] = [];
  const { watchdog } = watch('speaks-link', [], {
    launch: { kind: 'command', program: 'sh', args: [fixture('speaks-link', 'sh')] },
    restart: { maxAttempts: 1_000, baseDelayMs: 0, windowMs: 600_000 },
  });
  const reach = async (generation: number) => {
    await waitFor(
      `generation ${generation}`,
      () => watchdog.status().ready && watchdog.status().generation === generation,
    );
    await watchdog.request('echo', 1);
    pids.push(watchdog.status().pid!);
  };
  await reach(1);
  process.kill(watchdog.status().pid!, 'SIGKILL');
  await reach(2);
  const before = count();
  const listenersBefore = watchdog.eventNames().map((name) => watchdog.listenerCount(name));
  for (let generation = 3; generation <= restarts + 2; generation += 1) {
    process.kill(watchdog.status().pid!, 'SIGKILL');
    await reach(generation);
  }
  // The keeper of the last generation takes a moment to go, with its pipe.
  await waitFor('no more descriptors than before', () => count().descriptors <= before.descriptors);
  const after = count();
  expect(after.exitListeners).toBe(before.exitListeners);
  // The test runner's own come and go.
  expect(after.timers).toBeLessThan(before.timers + 5);
  expect(watchdog.eventNames().map((name) => watchdog.listenerCount(name))).toEqual(listenersBefore);
  expect(pids.filter(isAlive)).toEqual([watchdog.status().pid]);
  await watchdog.stop();
  expect(process.listenerCount('exit')).toBe(before.exitListeners - 1);
});
