import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fixture, isAlive, makeFolder, waitFor, watch, whenState } from './helpers.js';

const code = (value: string) => expect.objectContaining({ code: value });

describe('request', () => {
  it('is answered, and waits for the first ready', async () => {
    const { watchdog } = watch('speaks-link');
    expect(await watchdog.request('echo', { cell: '预算 €' })).toEqual({ cell: '预算 €' });
    expect(watchdog.status().requestsInFlight).toBe(0);
  });

  it("is rejected with the backend's own code and message", async () => {
    const { watchdog } = watch('speaks-link');
    await expect(watchdog.request('fail')).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      message: 'No file at /none.',
    });
  });

  it('in flight at a crash: BACKEND_GONE', async () => {
    const { watchdog } = watch('speaks-link');
    await whenState(watchdog, 'ready', 1);
    const hanging = watchdog.request('hang');
    const crashed = expect(watchdog.request('crash')).rejects.toEqual(code('BACKEND_GONE'));
    await expect(hanging).rejects.toEqual(code('BACKEND_GONE'));
    await crashed;
    await whenState(watchdog, 'ready', 2);
    expect(watchdog.status().lastCause?.stderrTail.at(-1)).toBe('about to crash');
  });

  it('marked safe: answered by the next generation', async () => {
    const { watchdog } = watch('speaks-link');
    const file = join(makeFolder(), 'crashed');
    expect(await watchdog.request('crash-once', { file }, { retry: 'safe' })).toBe('second time');
    expect(watchdog.status().generation).toBe(2);
  });

  it('over the deadline: REQUEST_TIMEOUT, and the backend is told', async () => {
    const { watchdog } = watch('speaks-link');
    await whenState(watchdog, 'ready', 1);
    await expect(watchdog.request('hang', {}, { timeoutMs: 30 })).rejects.toEqual(code('REQUEST_TIMEOUT'));
    expect(watchdog.status().requestsInFlight).toBe(0);
    expect(await watchdog.request('echo', 1)).toBe(1);
  });

  it('cancelled by its caller: REQUEST_CANCELLED', async () => {
    const { watchdog } = watch('speaks-link');
    await whenState(watchdog, 'ready', 1);
    const aborter = new AbortController();
    const request = watchdog.request('hang', {}, { signal: aborter.signal });
    aborter.abort();
    await expect(request).rejects.toEqual(code('REQUEST_CANCELLED'));
    await expect(watchdog.request('echo', 1, { signal: aborter.signal })).rejects.toEqual(
      code('REQUEST_CANCELLED'),
    );
    expect(watchdog.status().requestsInFlight).toBe(0);
  });

  it('over 8 MiB: PAYLOAD_TOO_LARGE, there and back', async () => {
    const { watchdog } = watch('speaks-link');
    await whenState(watchdog, 'ready', 1);
    const bytes = 8 * 1024 * 1024;
    await expect(watchdog.request('echo', 'x'.repeat(bytes))).rejects.toEqual(code('PAYLOAD_TOO_LARGE'));
    await expect(watchdog.request('big', { bytes })).rejects.toEqual(code('PAYLOAD_TOO_LARGE'));
    expect(await watchdog.request<string>('big', { bytes: bytes - 1_000 })).toHaveLength(bytes - 1_000);
  });

  it('to a backend that does not read: BACKEND_BUSY, and nothing grows', async () => {
    const { watchdog } = watch('speaks-link');
    await whenState(watchdog, 'ready', 1);
    process.kill(watchdog.status().pid!, 'SIGSTOP');
    const payload = 'x'.repeat(7 * 1024 * 1024);
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(() => watchdog.request('echo', payload, { timeoutMs: 300 })),
    );
    expect(
      outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason.code : 'answered')),
    ).toEqual(['REQUEST_TIMEOUT', 'REQUEST_TIMEOUT', 'BACKEND_BUSY']);
  });

  it('with parameters that are no JSON: INVALID_OPTION', async () => {
    const { watchdog } = watch('speaks-link');
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    await expect(watchdog.request('echo', cycle)).rejects.toEqual(code('INVALID_OPTION'));
    await expect(watchdog.request('echo', 1n)).rejects.toEqual(code('INVALID_OPTION'));
  });

  it('by a method of the watchdog: INVALID_OPTION', async () => {
    const { watchdog } = watch('speaks-link');
    await expect(watchdog.request('lifebound/stop')).rejects.toEqual(code('INVALID_OPTION'));
    expect(() => watchdog.notify('lifebound/stop')).toThrow(code('INVALID_OPTION'));
  });

  it('a deadline beyond 24 days is no deadline of now', async () => {
    const { watchdog } = watch('speaks-link');
    expect(await watchdog.request('echo', 1, { timeoutMs: Number.MAX_SAFE_INTEGER })).toBe(1);
  });

  it('to a stopped backend: BACKEND_STOPPED', async () => {
    const { watchdog } = watch('speaks-link');
    await whenState(watchdog, 'ready', 1);
    const pid = watchdog.status().pid!;
    await watchdog.stop();
    expect(isAlive(pid)).toBe(false);
    await expect(watchdog.request('echo')).rejects.toEqual(code('BACKEND_STOPPED'));
  });
});

describe('the channel', () => {
  it('takes an answer that comes byte by byte', async () => {
    const { watchdog } = watch('speaks-link');
    expect(await watchdog.request('split')).toBe('页'.repeat(50));
  });

  it('survives garbage, and shows it in the log', async () => {
    const { watchdog, lines } = watch('speaks-link');
    expect(await watchdog.request('garbage')).toBe('still here');
    expect(lines.filter((line) => line.startsWith('Not a message of the link'))).toHaveLength(4);
    expect(watchdog.status().state).toBe('ready');
  });

  it('hands notifications on, both ways', async () => {
    const { watchdog } = watch('speaks-link');
    const notified: [string, unknown][] = [];
    watchdog.on('notify', (method, params) => notified.push([method, params]));
    await watchdog.request('notify', { what: 'open' });
    expect(notified).toEqual([['service/progress', { what: 'open' }]]);
    expect(watchdog.notify('anything')).toBe(true);
  });

  it('answers a request of the backend that it does not serve', async () => {
    const { watchdog } = watch('speaks-link');
    const answered = new Promise((resolve) => watchdog.on('notify', (_, params) => resolve(params)));
    await whenState(watchdog, 'ready', 1);
    watchdog.notify('ask');
    expect(await answered).toMatchObject({ id: 99, error: { code: -32601 } });
  });

  it('ends a linked backend by its message, in good order', async () => {
    const { watchdog } = watch('speaks-link');
    await whenState(watchdog, 'ready', 1);
    await watchdog.stop();
    expect(watchdog.status().lastCause).toMatchObject({ kind: 'stop-asked' });
    expect(watchdog.status().command?.args).toContain(fixture('speaks-link'));
  });

  it('two watchdogs at once have their own backends', async () => {
    const [left, right] = [watch('speaks-link').watchdog, watch('speaks-link').watchdog];
    const pids = await Promise.all([left.request('pid'), right.request('pid')]);
    expect(pids).toEqual([left.status().pid, right.status().pid]);
    expect(pids[0]).not.toBe(pids[1]);
    await left.stop();
    await waitFor('the other one to go on', () => right.request('pid'));
  });
});
