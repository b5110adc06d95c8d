import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { maxMessageBytes } from '@lifebound/core';
import sirv from 'sirv';
import { WebSocketServer } from 'ws';
import { LifeboundFailure } from '../failure.js';
import type { Watchdog } from '../watchdog.js';
import { Guard } from './guard.js';
import { setSecurityHeaders } from './headers.js';
import { refuseUpgrade, sendError, sendRefusal } from './refusal.js';
import { findRoute, type Route, serveRoute } from './routes.js';
import { Session } from './session.js';

export interface WebHostOptions {
  readonly watchdog: Watchdog;
  /** The built UI. */
  readonly directory: string;
  /** @default 0, any free port */
  readonly port?: number;
  /** @default 32 random bytes; give one for tests only */
  readonly token?: string;
  /** The app's own, such as upload and download. */
  readonly routes?: readonly Route[];
}

export interface WebHost {
  readonly port: number;
  /** To open in a browser: it holds the token of this start. */
  readonly url: string;
  /** Closes the server and every page's connection; the watchdog is left as it is. */
  close(): Promise<void>;
}

/**
 * Serves the UI and its channel on 127.0.0.1. The channel is a WebSocket at `/channel`.
 * @throws (by rejection) LifeboundFailure PORT_TAKEN, INVALID_OPTION
 */
export async function createWebHost(options: WebHostOptions): Promise<WebHost> {
  assertFolder(options.directory);
  // Not its `dev` mode: the list of files is read once, and a path outside it can't be named.
  const serveFile = sirv(options.directory);
  const server = createServer();
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const guard = new Guard(port, options.token ?? randomBytes(32).toString('base64url'));
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });

  server.on('request', (request, response) => {
    setSecurityHeaders(response, port);
    const refusal = guard.refuseHost(request);
    const url = readUrl(request);
    if (refusal !== null) return sendRefusal(request, response, refusal);
    if (url === null) return sendRefusal(request, response, "The address can't be read.");
    if (letIn(guard, url, request, response)) return;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const turnedAway = guard.refuse(request, { needsOrigin: !isRead });
    if (turnedAway !== null) return sendRefusal(request, response, turnedAway);
    const route = findRoute(options.routes ?? [], request.method ?? '', url.pathname);
    if (route) return void serveRoute(route, request, response, url);
    const missing = () =>
      sendError(request, response, 404, 'UNKNOWN_COMMAND', 'There is nothing at this address.');
    if (!isRead) return missing();
    serveFile(request, response, missing);
  });

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const refusal = guard.refuseHost(request) ?? guard.refuse(request, { needsOrigin: true });
    if (refusal !== null) return refuseUpgrade(socket, refusal);
    if (readUrl(request)?.pathname !== '/channel')
      return refuseUpgrade(socket, 'The channel is at /channel.');
    sockets.handleUpgrade(request, socket, head, (webSocket) => new Session(webSocket, options.watchdog));
  });

  return {
    port,
    url: `http://127.0.0.1:${port}/?token=${guard.token}`,
    close: () => close(server, sockets),
  };
}

/** The first GET with the right token: sets the cookie, and takes the token out of the address. */
function letIn(guard: Guard, url: URL, request: IncomingMessage, response: ServerResponse): boolean {
  const token = url.searchParams.get('token');
  if (request.method !== 'GET' || url.pathname !== '/' || token === null || !guard.acceptsToken(token))
    return false;
  url.searchParams.delete('token');
  response.writeHead(303, { 'Set-Cookie': guard.cookie, Location: `/${url.search}` });
  response.end();
  return true;
}

/** `null`: not a path. */
function readUrl(request: IncomingMessage): URL | null {
  const target = request.url ?? '';
  // Not as a base for `//evil.example`, which would be read as a host.
  if (!target.startsWith('/') || !URL.canParse(`http://127.0.0.1${target}`)) return null;
  return new URL(`http://127.0.0.1${target}`);
}

function assertFolder(directory: string): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return;
  throw LifeboundFailure.of('INVALID_OPTION', `There is no UI at "${directory}". Build it first.`);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(describeListenFailure(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
}

function describeListenFailure(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    const message = `Port ${port} on 127.0.0.1 is in use by another program. Give another one, or none for any free port.`;
    return LifeboundFailure.of('PORT_TAKEN', message);
  }
  if (error.code === 'EACCES') {
    return LifeboundFailure.of(
      'INVALID_OPTION',
      `Port ${port} needs special rights. Give one from 1024 to 65535.`,
    );
  }
  return error;
}

function close(server: Server, sockets: WebSocketServer): Promise<void> {
  // 1001: going away.
  for (const socket of sockets.clients) socket.close(1001);
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
    for (const socket of sockets.clients) socket.terminate();
  });
}
