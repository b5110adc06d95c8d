import { mkdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { createWatchdog } from '../src/index.js';
import { createWebHost, type Route, type WebHost } from '../src/web-host/index.js';
import { canConnect, makeFolder, waitFor } from './helpers.js';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function serve(routes: readonly Route[] = []): Promise<WebHost> {
  const folder = makeFolder();
  const directory = join(folder, 'ui');
  mkdirSync(directory);
  writeFileSync(join(directory, 'index.html'), '<!doctype html><title>app</title>');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  mkdirSync(join(folder, 'ui-private'));
  writeFileSync(join(folder, 'ui-private', 'secret.txt'), 'secret');
  const host = await createWebHost({ watchdog: createWatchdog(), directory, routes });
  onTestFinished(() => host.close());
  return host;
}

/** As written: `fetch` would tidy the path and forbid the Host header. */
function ask(
  host: WebHost,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: host.port, path, method, headers, agent: false };
    httpRequest(options, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    })
      .once('error', reject)
      .end();
  });
}

async function logIn(host: WebHost): Promise<string> {
  const { search } = new URL(host.url);
  const answer = await ask(host, `/${search}`);
  return answer.headers['set-cookie']![0]!.split(';')[0]!;
}

describe('who may open it', () => {
  it('the printed address sets a strict cookie and takes the token out of the address', async () => {
    const host = await serve();
    expect(new URL(host.url).searchParams.get('token')).toMatch(/^[\w-]{43}$/);
    const answer = await ask(host, `/${new URL(host.url).search}&open=a.xlsx`);
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/?open=a.xlsx');
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^lifebound-${host.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    const page = await ask(host, '/', { cookie: await logIn(host) });
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('<title>app</title>') });
    expect(page.headers['content-security-policy']).toContain("style-src 'self' 'unsafe-inline'");
    expect(page.headers['x-content-type-options']).toBe('nosniff');
    expect(page.headers['cache-control']).toBe('no-store');
  });

  it.each(['/', '/?token=wrong', '/?token=', '/index.html', '/channel', '//', '/?token=%ff'])(
    '%s without the cookie: 403 and how to open it',
    async (path) => {
      const answer = await ask(await serve(), path, { accept: 'text/html' });
      expect(answer.status).toBe(403);
      expect(answer.body).toContain('Open the address that the app printed');
      expect(answer.headers['set-cookie']).toBeUndefined();
    },
  );

  it("another start's cookie or token does not open it", async () => {
    const [one, other] = [await serve(), await serve()];
    const foreign = (await logIn(one)).split('=')[1];
    expect((await ask(other, '/', { cookie: `lifebound-${other.port}=${foreign}` })).status).toBe(403);
    expect((await ask(other, `/${new URL(one.url).search}`)).status).toBe(403);
  });

  it('a token on another path or by POST does nothing', async () => {
    const host = await serve();
    const { search } = new URL(host.url);
    expect((await ask(host, `/index.html${search}`)).status).toBe(403);
    expect((await ask(host, `/${search}`, { origin: `http://127.0.0.1:${host.port}` }, 'POST')).status).toBe(
      403,
    );
  });

  it.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example'])(
    'Host %s: 403, with the right token and cookie (DNS rebinding)',
    async (name) => {
      const host = await serve();
      const cookie = await logIn(host);
      expect((await ask(host, '/', { cookie, host: name })).status).toBe(403);
      expect((await ask(host, `/${new URL(host.url).search}`, { host: name })).status).toBe(403);
    },
  );

  it('localhost is a name of it too', async () => {
    const host = await serve();
    const cookie = await logIn(host);
    expect((await ask(host, '/', { cookie, host: `localhost:${host.port}` })).status).toBe(200);
  });
});

describe('what it serves', () => {
  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/..%5csecret.txt',
    '/../ui-private/secret.txt',
    '/..%2fui-private/secret.txt',
    '/%2e%2e%2fui-private%2fsecret.txt',
    '/%00',
    '/%',
  ])('%s leads nowhere', async (path) => {
    const host = await serve();
    const answer = await ask(host, path, { cookie: await logIn(host) });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body).not.toContain('secret\n');
    expect(answer.body).not.toBe('secret');
  });

  it("the app's routes, behind the same guard, with their errors as {code, message}", async () => {
    const routes: Route[] = [
      { method: 'POST', path: '/upload', handle: (_, response) => void response.end('taken') },
      {
        method: 'GET',
        path: '/files/',
        handle: (_, __, url) => {
          throw new Error(`no ${url.pathname}`);
        },
      },
    ];
    const host = await serve(routes);
    const cookie = await logIn(host);
    const origin = `http://127.0.0.1:${host.port}`;
    expect((await ask(host, '/upload', { cookie, origin }, 'POST')).body).toBe('taken');
    expect((await ask(host, '/upload', { cookie, origin: 'http://evil.example' }, 'POST')).status).toBe(403);
    expect((await ask(host, '/upload', { cookie }, 'POST')).status).toBe(403);
    expect((await ask(host, '/upload', { origin }, 'POST')).status).toBe(403);
    const failed = await ask(host, '/files/a', { cookie });
    expect(failed.status).toBe(500);
    expect(JSON.parse(failed.body)).toEqual({ code: 'INTERNAL', message: 'no /files/a' });
  });

  it('a UI that was not built: INVALID_OPTION', async () => {
    const directory = join(makeFolder(), 'none');
    const host = createWebHost({ watchdog: createWatchdog(), directory });
    await expect(host).rejects.toMatchObject({
      code: 'INVALID_OPTION',
      message: expect.stringContaining(directory),
    });
  });

  it('a port that is taken: PORT_TAKEN, and nothing is left open', async () => {
    const host = await serve();
    const second = createWebHost({ watchdog: createWatchdog(), directory: makeFolder(), port: host.port });
    await expect(second).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message: expect.stringContaining(`Port ${host.port}`),
    });
    await host.close();
    expect(await canConnect(host.port)).toBe(false);
  });
});

describe('the channel', () => {
  const open = (host: WebHost, headers: Record<string, string>, path = '/channel') =>
    new Promise<WebSocket | number>((resolve, reject) => {
      const socket = new WebSocket(`ws://127.0.0.1:${host.port}${path}`, { headers });
      socket.once('open', () => resolve(socket));
      socket.once('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
      socket.once('error', reject);
    });

  it('opens for the page, and for nobody else', async () => {
    const host = await serve();
    const cookie = await logIn(host);
    const origin = `http://127.0.0.1:${host.port}`;
    expect(await open(host, { cookie, origin })).toBeInstanceOf(WebSocket);
    expect(await open(host, { origin })).toBe(403);
    expect(await open(host, { cookie })).toBe(403);
    expect(await open(host, { cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await open(host, { cookie, origin, host: `evil.example:${host.port}` })).toBe(403);
    expect(await open(host, { cookie, origin: 'null' })).toBe(403);
    expect(await open(host, { cookie, origin }, '/other')).toBe(403);
  });

  it('answers a bad frame with an error and goes on', async () => {
    const host = await serve();
    const origin = `http://127.0.0.1:${host.port}`;
    const socket = (await open(host, { cookie: await logIn(host), origin })) as WebSocket;
    const answers: { id?: number; error?: { data: { code: string } }; result?: unknown }[] = [];
    socket.on('message', (data) => answers.push(JSON.parse(String(data))));
    for (const frame of ['not json', '[]', '{}', '{"method":"x","id":"y"}']) socket.send(frame);
    socket.send('{"jsonrpc":"2.0","id":5,"method":"lifebound/log"}');
    await waitFor('the last answer', () => answers.some((answer) => answer.id === 5));
    expect(answers.filter((answer) => answer.error?.data.code === 'PROTOCOL_ERROR')).toHaveLength(4);
    expect(answers.find((answer) => answer.id === 5)?.result).toEqual([]);
  });

  it('survives a client that speaks no HTTP', async () => {
    const host = await serve();
    const socket = connect(host.port, '127.0.0.1', () => socket.end('\0\xff\n\n'));
    await new Promise((resolve) => socket.once('close', resolve).resume());
    expect((await ask(host, '/')).status).toBe(403);
  });
});
