/** `refused`: the server is there but does not know this page, as after a restart of the app: it must be opened anew. */
export type ConnectionState = 'connecting' | 'open' | 'waiting' | 'refused' | 'closed';

export interface ConnectionHandlers {
  opened(): void;
  lost(): void;
  message(text: string): void;
  state(state: ConnectionState): void;
}

const firstDelayMs = 100;
const longestDelayMs = 5_000;

/** A WebSocket that comes back: back-off from 0.1 s, doubling to 5 s, with jitter. */
export class Connection {
  readonly #url: string;
  readonly #handlers: ConnectionHandlers;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #delayMs = firstDelayMs;
  #state: ConnectionState = 'connecting';

  constructor(url: string, handlers: ConnectionHandlers) {
    this.#url = url;
    this.#handlers = handlers;
    this.#connect();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** `false`: there is no connection at the moment. */
  send(text: string): boolean {
    if (this.#state !== 'open') return false;
    this.#socket?.send(text);
    return true;
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#change('closed');
    this.#socket?.close();
  }

  #connect(): void {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    socket.onopen = () => {
      this.#delayMs = firstDelayMs;
      this.#change('open');
      this.#handlers.opened();
    };
    socket.onmessage = (event) => this.#handlers.message(String(event.data));
    socket.onclose = () => void this.#lost();
  }

  async #lost(): Promise<void> {
    const wasOpen = this.#state === 'open';
    if (this.#state === 'closed') {
      this.#handlers.lost();
      return;
    }
    if (wasOpen) {
      this.#change('waiting');
      this.#handlers.lost();
    } else {
      // A browser does not tell why a WebSocket failed; a plain request does.
      const refused = await isRefused(this.#url);
      // `close()` may have come meanwhile.
      if (this.state === 'closed') return;
      this.#change(refused ? 'refused' : 'waiting');
    }
    const delayMs = this.#delayMs * (0.8 + 0.4 * Math.random());
    this.#delayMs = Math.min(this.#delayMs * 2, longestDelayMs);
    this.#timer = setTimeout(() => this.#connect(), delayMs);
  }

  #change(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#handlers.state(state);
  }
}

async function isRefused(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/', url.replace(/^ws/, 'http')), { method: 'HEAD' });
    return response.status === 403;
  } catch {
    return false;
  }
}
