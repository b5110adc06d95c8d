import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeFailure } from '../failure.js';
import { sendError } from './refusal.js';

/** A route of the app's own, such as an upload; behind the same guard as everything else. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Exact, or a prefix when it ends in `/`. */
  readonly path: string;
  /** What it throws is answered as `{code, message}`: 500 for INTERNAL, else 400. */
  handle(request: IncomingMessage, response: ServerResponse, url: URL): void | Promise<void>;
}

export function findRoute(routes: readonly Route[], method: string, path: string): Route | undefined {
  return routes.find(
    (route) =>
      route.method === method &&
      (route.path.endsWith('/') ? path.startsWith(route.path) : path === route.path),
  );
}

export async function serveRoute(
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  try {
    await route.handle(request, response, url);
  } catch (error) {
    const { code, message } = describeFailure(error);
    sendError(request, response, code === 'INTERNAL' ? 500 : 400, code, message);
  }
}
