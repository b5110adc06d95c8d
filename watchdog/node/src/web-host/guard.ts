import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What a request is told when it is turned away: one sentence, with what to do next. */
export type Refusal = string | null;

/**
 * Who may talk to this server: a browser that was opened with this start's address. Any web page can send requests
 * to a loopback port, and a name that resolves to 127.0.0.1 makes it same-origin (DNS rebinding); so the Host and
 * Origin headers are checked, and a secret cookie is asked for.
 */
export class Guard {
  /** In the printed address. */
  readonly token: string;
  readonly #session = randomBytes(32).toString('base64url');
  readonly #port: number;

  constructor(port: number, token: string) {
    this.#port = port;
    this.token = token;
  }

  /** Cookies do not know ports: the name does, so that two instances don't overwrite each other's. */
  get cookie(): string {
    return `${this.#cookieName}=${this.#session}; Path=/; HttpOnly; SameSite=Strict`;
  }

  acceptsToken(token: string): boolean {
    return equalSecrets(token, this.token);
  }

  /** Before anything else, the token included. */
  refuseHost(request: IncomingMessage): Refusal {
    const host = request.headers.host ?? '';
    return this.#hosts.includes(host) ? null : `This server answers to ${this.#hosts[0]} only.`;
  }

  /** For everything but the first GET with the token. */
  refuse(request: IncomingMessage, { needsOrigin }: { readonly needsOrigin: boolean }): Refusal {
    const { origin } = request.headers;
    const fits = origin === undefined ? !needsOrigin : origin === `http://${request.headers.host}`;
    if (!fits) return 'This request comes from another page. Use the page that this server gave you.';
    if (this.#hasCookie(request)) return null;
    return 'This address needs the key of the running app. Open the address that the app printed when it started.';
  }

  get #hosts(): readonly string[] {
    return [`127.0.0.1:${this.#port}`, `localhost:${this.#port}`];
  }

  get #cookieName(): string {
    return `lifebound-${this.#port}`;
  }

  #hasCookie(request: IncomingMessage): boolean {
    const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
    const prefix = `${this.#cookieName}=`;
    return pairs.some(
      (pair) => pair.startsWith(prefix) && equalSecrets(pair.slice(prefix.length), this.#session),
    );
  }
}

/** In constant time; hashed first, since `timingSafeEqual` wants equal lengths. */
function equalSecrets(left: string, right: string): boolean {
  return timingSafeEqual(digest(left), digest(right));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
