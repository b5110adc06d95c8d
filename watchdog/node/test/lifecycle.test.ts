import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createWatchdog, type WatchdogOptions } from '../src/index.js';
import { fixture, freePort, isAlive, makeFolder, startedPid, waitFor, watch, whenState } from './helpers.js';

const stay: WatchdogOptions = { readiness: { kind: 'stay' }, stayUpMs: 50 };

describe('readiness', () => {
  it('stay: ready once it has stayed up', async () => {
    const { watchdog } = watch('stays', [], stay);
    expect(watchdog.status().ready).toBe(false);
    await whenState(watchdog, 'ready', 1);
  });

  it('link: ready with its nonce', async () => {
    const { watchdog, lines } = watch('speaks-link');
    await whenState(watchdog, 'ready', 1);
    await waitFor('the log line of the backend', () =>
      lines.some((line) => line.endsWith('Excel backend service started')),
    );
  });

  it('http: ready when the probe is answered with 2xx, and not by a 503', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/`;
    const { watchdog } = watch('serves-http', [String(port)], { readiness: { kind: 'http', url } });
    await whenState(watchdog, 'ready', 1);
  });

  it('tcp: ready when the port accepts', async () => {
    const port = await freePort();
    const { watchdog } = watch('serves-http', [String(port)], { readiness: { kind: 'tcp', port } });
    await whenState(watchdog, 'ready', 1);
  });

  it('refuses a probe that would leave the machine', () => {
    const readiness = { kind: 'http', url: 'http://example.com/' } as const;
    expect(() => createWatchdog({ readiness })).toThrow(expect.objectContaining({ code: 'INVALID_OPTION' }));
  });

  it('never ready: ended at the start-up deadline, and told', async () => {
    const { watchdog } = watch('never-ready', [], {
      startTimeoutMs: 150,
      terminationTimeoutMs: 300,
      restart: { policy: 'no' },
    });
    await whenState(watchdog, 'failed');
    expect(watchdog.status()).toMatchObject({ pid: null, error: { code: 'START_TIMEOUT' } });
  });
});

describe('restart', () => {
  it("SIGKILL: restarted at once, with the seed's log lines word for word", async () => {
    const { watchdog, lines } = watch('stays', [], stay);
    await whenState(watchdog, 'ready', 1);
    await waitFor('its line', () => lines.includes('up'));
    const first = watchdog.status().pid!;
    lines.length = 0;
    process.kill(first, 'SIGKILL');
    await whenState(watchdog, 'ready', 2);
    const second = watchdog.status().pid!;
    expect(second).not.toBe(first);
    expect(lines.filter((line) => line.startsWith('['))).toEqual([
      '[WARN] Python backend process has exited',
      '[WARN] Python backend died, attempting restart...',
      '[INFO] Attempting to restart Python backend (attempt 1/5)',
      `[INFO] Python backend started with PID: ${second}`,
      '[INFO] Python backend is ready',
    ]);
    expect(watchdog.status().lastCause).toMatchObject({
      kind: 'crashed',
      signal: 'SIGKILL',
      stderrTail: ['up'],
    });
  });

  it('the budget spent: failed, not a loop', async () => {
    const { watchdog, lines } = watch('exits', ['3'], {
      ...stay,
      restart: { maxAttempts: 3, baseDelayMs: 0 },
    });
    await whenState(watchdog, 'failed');
    const { error, lastCause } = watchdog.status();
    expect(error?.code).toBe('RESTARTS_EXHAUSTED');
    expect(error?.message).toMatch(/^Maximum restart attempts \(3\) exceeded/);
    expect(lastCause).toMatchObject({ exitCode: 3, stderrTail: ['last words'] });
    expect(lines.filter((line) => line.includes('started with PID'))).toHaveLength(4);
  });

  it('77: not restarted', async () => {
    const { watchdog, lines } = watch('exits', ['77'], stay);
    await whenState(watchdog, 'failed');
    expect(watchdog.status().error?.code).toBe('RESTART_REFUSED');
    expect(lines.filter((line) => line.includes('started with PID'))).toHaveLength(1);
  });

  it('a worker that a crashed leader left is gone before the next start', async () => {
    const cue = join(makeFolder(), 'crash');
    const { watchdog, lines } = watch('forks-worker', [cue], stay);
    const pidOf = (line: string | undefined) => Number(/^worker (\d+)$/.exec(line ?? '')?.[1]);
    const worker = pidOf(await waitFor('the worker', () => lines.find((line) => line.startsWith('worker'))));
    let aliveAtStart: boolean | null = null;
    watchdog.on('log', ({ text }) => {
      if (text.includes('started with PID')) aliveAtStart = isAlive(worker);
    });
    writeFileSync(cue, '');
    await whenState(watchdog, 'ready', 2);
    expect(aliveAtStart).toBe(false);
  });

  it('does not wait for a daemon that writes to the pipes, and lets them go', async () => {
    const { watchdog, lines } = watch('leaves-daemon', [], stay);
    await waitFor('the first start', () => watchdog.status().pid);
    const descriptors = readdirSync('/proc/self/fd').length;
    const daemon = await waitFor('the daemon', () => /^daemon (\d+)$/m.exec(lines.join('\n'))?.[1]);
    const began = performance.now();
    await waitFor('the second start', () => watchdog.status().generation === 2);
    // 0.1 s until the crash, 0.25 s of draining; the daemon goes on for ten.
    expect(performance.now() - began).toBeLessThan(9_000);
    await waitFor('its process', () => watchdog.status().pid);
    // A keeper of the last generation may take a moment to go.
    await waitFor('the pipes to be let go', () => readdirSync('/proc/self/fd').length <= descriptors);
    // It tells its pid as its own namespace has it; the first one ended with its generation.
    expect(Number(daemon)).toBeGreaterThan(0);
  });

  it('restart({ graceMs: 0 }): what ignores SIGTERM is gone at once, and it is no crash', async () => {
    const { watchdog, lines } = watch('ignores-term', [], {
      ...stay,
      stayUpMs: 50,
      terminationTimeoutMs: 30_000,
    });
    watchdog.start();
    await whenState(watchdog, 'ready', 1);
    const startedMs = performance.now();
    watchdog.restart({ graceMs: 0 });
    await whenState(watchdog, 'ready', 2);
    expect(performance.now() - startedMs).toBeLessThan(25_000);
    expect(watchdog.status()).toMatchObject({
      attempts: 0,
      lastCause: {
        kind: 'restart-asked',
        signal: 'SIGKILL',
        message: expect.stringContaining('without a grace'),
      },
    });
    expect(lines).not.toContain('[WARN] Python backend died, attempting restart...');
  });

  it('restart() takes no grace that is none', () => {
    const watchdog = createWatchdog(stay);
    for (const graceMs of [-1, 0.5, Number.NaN, 2 ** 31, '0' as unknown as number])
      expect(() => watchdog.restart({ graceMs })).toThrow(
        expect.objectContaining({ code: 'INVALID_OPTION' }),
      );
  });

  it('restart(): polite, and a fresh generation', async () => {
    const file = join(makeFolder(), 'saved');
    const { watchdog, lines } = watch('ends-politely', [file], stay);
    await waitFor('the first start', () => lines.includes('up'));
    watchdog.restart();
    await whenState(watchdog, 'ready', 2);
    expect(readFileSync(file, 'utf8')).toBe('saved');
    expect(watchdog.status().lastCause?.kind).toBe('restart-asked');
  });
});

describe('health', () => {
  const quick: WatchdogOptions = {
    // One that is well answers within a second, on a busy machine too.
    health: { checkIntervalMs: 250, suspectAfterMisses: 2, unhealthyAfterMisses: 4 },
    terminationTimeoutMs: 100,
  };

  it.each(['link', 'http'] as const)(
    '%s: one that hangs is suspect, then ended and replaced',
    async (kind) => {
      const port = await freePort();
      const http = { kind: 'http', url: `http://127.0.0.1:${port}/` } as const;
      const { watchdog } =
        kind === 'link'
          ? watch('speaks-link', [], quick)
          : watch('serves-http', [String(port)], { ...quick, readiness: http });
      await whenState(watchdog, 'ready', 1);
      const pid = watchdog.status().pid!;
      const states: string[] = [];
      watchdog.on('status', ({ state }) => states.push(state));
      process.kill(pid, 'SIGSTOP');
      await whenState(watchdog, 'ready', 2);
      expect(isAlive(pid)).toBe(false);
      expect(states).toContain('suspect');
      expect(watchdog.status().lastCause?.kind).toBe('unhealthy');
    },
  );

  it('one that is well stays', async () => {
    const { watchdog } = watch('speaks-link', [], { ...quick, health: { checkIntervalMs: 300 } });
    await whenState(watchdog, 'ready', 1);
    const began = performance.now();
    await waitFor('three checks', () => performance.now() - began > 1_000);
    expect(watchdog.status()).toMatchObject({ ready: true, generation: 1, lastCause: null });
  });
});

describe('stop', () => {
  it('ends one that ignores SIGTERM at the end of the grace', async () => {
    const { watchdog, lines } = watch('ignores-term', [], { ...stay, terminationTimeoutMs: 200 });
    await waitFor('its signal handlers', () => lines.includes('deaf'));
    const pid = watchdog.status().pid!;
    const began = performance.now();
    await watchdog.stop();
    expect(isAlive(pid)).toBe(false);
    expect(performance.now() - began).toBeGreaterThanOrEqual(190);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(watchdog.status()).toMatchObject({ state: 'idle', wanted: 'stopped', pid: null });
  });

  it('resolves when the tree is empty, worker included', async () => {
    const cue = join(makeFolder(), 'never');
    const { watchdog, lines } = watch('forks-worker', [cue], { ...stay, terminationTimeoutMs: 2_000 });
    const worker = Number(
      (await waitFor('the worker', () => lines.find((line) => line.startsWith('worker')))).slice(7),
    );
    await watchdog.stop();
    expect(isAlive(worker)).toBe(false);
  });

  it('resolves at once when nothing runs, and also when a start follows', async () => {
    const idle = createWatchdog();
    await idle.stop();
    const { watchdog } = watch('stays', [], stay);
    await whenState(watchdog, 'ready', 1);
    const stopped = watchdog.stop();
    watchdog.start();
    await stopped;
    await whenState(watchdog, 'ready', 2);
  });

  it('hold: ended and not started again, not by start() either; resume starts it', async () => {
    const { watchdog } = watch('stays', [], stay);
    await whenState(watchdog, 'ready', 1);
    await watchdog.hold();
    watchdog.start();
    expect(watchdog.status()).toMatchObject({ state: 'idle', wanted: 'held', pid: null });
    watchdog.resume();
    await whenState(watchdog, 'ready', 2);
  });
});

describe('what can not be started', () => {
  const run = (program: string, options: WatchdogOptions = {}) => {
    const watchdog = createWatchdog({ launch: { kind: 'command', program, args: [] }, ...stay, ...options });
    watchdog.start();
    return whenState(watchdog, 'failed').then(() => watchdog.status().error!);
  };

  it('a program that does not exist', async () => {
    expect(await run('/no/such/program')).toMatchObject({
      code: 'START_FAILED',
      message: expect.stringMatching(/^Failed to start Python backend: not found/),
    });
  });

  it('one that is not executable', async () => {
    const file = join(makeFolder(), 'backend');
    writeFileSync(file, '#!/bin/sh\n');
    chmodSync(file, 0o600);
    expect((await run(file)).message).toMatch(/^Failed to start Python backend: permission denied/);
  });

  it('a folder', async () => {
    expect((await run(makeFolder())).message).toMatch(/^Failed to start Python backend: permission denied/);
  });

  it('a script whose interpreter does not exist', async () => {
    const file = join(makeFolder(), 'backend');
    writeFileSync(file, '#!/no/such/interpreter\n', { mode: 0o700 });
    expect((await run(file)).message).toMatch(/^Failed to start Python backend: not found/);
  });

  it('a working folder that does not exist', async () => {
    expect((await run('python3', { cwd: '/no/such/folder' })).code).toBe('START_FAILED');
  });

  it("nothing to start: the seed's error", async () => {
    const cwd = join(makeFolder(), '..', 'nothing-here');
    const watchdog = createWatchdog({ cwd: existsSync(cwd) ? makeFolder() : cwd });
    watchdog.start();
    await whenState(watchdog, 'failed');
    expect(watchdog.status().error).toMatchObject({
      code: 'NO_BACKEND',
      message: expect.stringMatching(/^No Python backend found \(neither binary nor script\)/),
    });
  });
});

describe('output', () => {
  it('64 MB on both streams, bad UTF-8 included, do not stall it', async () => {
    const { watchdog } = watch('floods', [], stay);
    const done = await waitFor('the end of the flood', () =>
      watchdog.log().some((line) => line.text === 'flooded'),
    );
    expect(done).toBe(true);
    const { text } = watchdog.log().find((line) => line.text.startsWith('xxx'))!;
    expect(text.endsWith('\ufffd\ufffd( end')).toBe(true);
  });

  it('last words without a line break are in the cause', async () => {
    const { watchdog } = watch('exits', ['3', 'no line break'], { ...stay, restart: { policy: 'no' } });
    await whenState(watchdog, 'failed');
    expect(watchdog.status().lastCause?.stderrTail).toEqual(['last words', 'no line break']);
  });

  it('a listener that throws does not harm the watchdog', async () => {
    const { watchdog } = watch('stays', [], stay);
    const thrown: unknown[] = [];
    const listeners = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', (error) => thrown.push(error));
    watchdog.once('status', () => {
      throw new Error('a fault of the app');
    });
    await whenState(watchdog, 'ready', 1);
    process.removeAllListeners('uncaughtException');
    for (const listener of listeners) process.on('uncaughtException', listener);
    expect(thrown).toEqual([new Error('a fault of the app')]);
  });
});

it('the pid in the log is the pid in the status', async () => {
  const { watchdog, lines } = watch('stays', [], stay);
  await whenState(watchdog, 'ready', 1);
  expect(startedPid(lines.join('\n'))).toBe(watchdog.status().pid);
  expect(watchdog.status().command?.args).toContain(fixture('stays'));
});
