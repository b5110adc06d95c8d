import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { LogLine, Status } from '../src/index.js';
import { createWebClient, type WebClient } from '../src/web-client/index.js';
import { createWebHost, type WebHost } from '../src/web-host/index.js';
import { makeFolder, waitFor, watch, whenState } from './helpers.js';

const code = (value: string) => expect.objectContaining({ code: value });

/** What a browser does by itself: the cookie of the address that was opened last, and the page's origin. */
let jar = '';

async function logIn(host: WebHost): Promise<void> {
  const opened = await fetch(host.url, { redirect: 'manual' });
  jar = opened.headers.get('set-cookie')!.split(';')[0]!;
}

class PageSocket extends WebSocket {
  constructor(url: string) {
    super(url, { headers: { cookie: jar, origin: new URL(url).origin.replace(/^ws/, 'http') } });
    // A browser tells by `close` only.
    this.on('error', () => {});
  }
}

async function connect(host: WebHost): Promise<WebClient> {
  await logIn(host);
  vi.stubGlobal('WebSocket', PageSocket);
  const client = createWebClient(`ws://127.0.0.1:${host.port}/channel`);
  onTestFinished(() => {
    client.close();
    vi.unstubAllGlobals();
  });
  return client;
}

async function open() {
  const { watchdog } = watch('speaks-link');
  const host = await createWebHost({ watchdog, directory: makeFolder() });
  onTestFinished(() => host.close());
  return { watchdog, host, client: await connect(host) };
}

describe('web client', () => {
  it('answers and errors reach the page', async () => {
    const { client } = await open();
    expect(await client.request('echo', { cell: '预算' })).toEqual({ cell: '预算' });
    await expect(client.request('fail')).rejects.toMatchObject({
      code: 'FILE_NOT_FOUND',
      message: 'No file at /none.',
    });
    await expect(client.request('hang', {}, { timeoutMs: 30 })).rejects.toEqual(code('REQUEST_TIMEOUT'));
    expect(client.connection()).toBe('open');
  });

  it('status, log lines and notifications reach the page', async () => {
    const { client, watchdog } = await open();
    const states: string[] = [];
    const lines: LogLine[] = [];
    const notified: unknown[] = [];
    client.onStatus((status: Status) => states.push(status.state));
    client.onLog((line) => lines.push(line));
    client.onNotify('service/progress', (params) => notified.push(params));
    await client.request('notify', { what: 'open' });
    expect(notified).toEqual([{ what: 'open' }]);
    expect((await client.status()).pid).toBe(watchdog.status().pid);
    process.kill(watchdog.status().pid!, 'SIGKILL');
    await whenState(watchdog, 'ready', 2);
    await waitFor('the states', () => states.at(-1) === 'ready' && states.length >= 3);
    expect(lines.map((line) => line.text)).toContain('Python backend died, attempting restart...');
    expect((await client.log()).map((line) => line.text)).toContain('Starting Python backend watchdog');
  });

  it('restart and stop', async () => {
    const { client, watchdog } = await open();
    await whenState(watchdog, 'ready', 1);
    await client.restart();
    await whenState(watchdog, 'ready', 2);
    await client.stop();
    expect(watchdog.status()).toMatchObject({ state: 'idle', pid: null });
    await expect(client.request('echo')).rejects.toEqual(code('BACKEND_STOPPED'));
  });

  it('what hangs is cancelled: a restart without a grace, and it is not sent again', async () => {
    const { client, watchdog } = await open();
    await whenState(watchdog, 'ready', 1);
    const aborter = new AbortController();
    const hanging = client.request('hang', {}, { retry: 'safe', signal: aborter.signal });
    const waiting = client.request('echo', 'waits', { retry: 'safe' });
    await waitFor('both to be in flight', () => watchdog.status().requestsInFlight >= 1);
    aborter.abort();
    await expect(hanging).rejects.toEqual(code('REQUEST_CANCELLED'));
    await client.restart({ graceMs: 0 });
    await whenState(watchdog, 'ready', 2);
    expect(await waiting).toBe('waits');
    expect(watchdog.status()).toMatchObject({ requestsInFlight: 0, lastCause: { kind: 'restart-asked' } });
  });

  it('a signal that is aborted already sends nothing', async () => {
    const { client, watchdog } = await open();
    await expect(client.request('echo', 1, { signal: AbortSignal.abort() })).rejects.toEqual(
      code('REQUEST_CANCELLED'),
    );
    expect(watchdog.status().requestsInFlight).toBe(0);
  });

  it('refuses a grace that is none', async () => {
    const { client } = await open();
    await expect(client.restart({ graceMs: -1 })).rejects.toEqual(code('INVALID_OPTION'));
  });

  it('a safe request survives the kill of the backend', async () => {
    const { client } = await open();
    const file = join(makeFolder(), 'crashed');
    expect(await client.request('crash-once', { file }, { retry: 'safe' })).toBe('second time');
    await expect(client.request('crash')).rejects.toEqual(code('BACKEND_GONE'));
  });

  it('a broken connection comes back: safe is sent again, never fails with BACKEND_GONE', async () => {
    const { client, watchdog, host } = await open();
    await whenState(watchdog, 'ready', 1);
    await client.request('echo');
    const changes: string[] = [];
    client.onConnection((state) => changes.push(state));
    const never = expect(client.request('hang')).rejects.toEqual(code('BACKEND_GONE'));
    const sentAgain = client.request('second-time', {}, { retry: 'safe' });
    await waitFor('both to be in flight', () => watchdog.status().requestsInFlight === 2);
    const port = host.port;
    await host.close();
    await never;
    await expect(client.request('echo', 'not sent')).rejects.toEqual(code('BACKEND_GONE'));
    const safe = client.request('echo', 'again', { retry: 'safe' });
    const second = await createWebHost({ watchdog, directory: makeFolder(), port });
    onTestFinished(() => second.close());
    // The new start has a new key: the page is refused until it is opened with it.
    await waitFor('to be told', () => client.connection() === 'refused');
    await logIn(second);
    expect(await safe).toBe('again');
    expect(await sentAgain).toBe(2);
    expect(changes).toContain('waiting');
  });

  it('a page that goes away: what it would send again is given up, a change is finished', async () => {
    const { client, watchdog } = await open();
    await client.request('echo');
    client.request('hang', {}, { retry: 'safe' }).catch(() => {});
    client.request('hang').catch(() => {});
    await waitFor('both to be in flight', () => watchdog.status().requestsInFlight === 2);
    client.close();
    await waitFor('one to be given up', () => watchdog.status().requestsInFlight === 1);
  });

  it('a slow page gets a count in place of log lines, and every message', async () => {
    const { watchdog, host } = await open();
    await whenState(watchdog, 'ready', 1);
    const frames: { id?: number; method?: string; params?: LogLine }[] = [];
    const socket = new PageSocket(`ws://127.0.0.1:${host.port}/channel`);
    socket.on('message', (data) => frames.push(JSON.parse(String(data))));
    await new Promise((resolve) => socket.once('open', resolve));
    socket.pause();
    const requests = vi.spyOn(watchdog, 'request');
    for (let id = 1; id <= 4; id += 1) {
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method: 'big', params: { bytes: 7_000_000 } }));
    }
    await waitFor('the requests to arrive', () => requests.mock.results.length === 4);
    await Promise.all(requests.mock.results.map((result) => result.value));
    for (let line = 0; line < 100; line += 1)
      watchdog.emit('log', { source: 'backend', level: 'INFO', text: `${line}`, time: '' });
    socket.resume();
    await waitFor('the answers', () => frames.filter((frame) => frame.id !== undefined).length === 4);
    watchdog.emit('log', { source: 'backend', level: 'INFO', text: 'last', time: '' });
    await waitFor('the last line', () => frames.some((frame) => frame.params?.text === 'last'));
    const notice = frames.find((frame) => frame.params?.text?.includes('were left out'));
    expect(notice?.params?.text).toMatch(/^\d+ log lines were left out/);
    socket.close();
  });
});
