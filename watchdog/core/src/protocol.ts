/**
 * The link: JSON-RPC 2.0, one message a line, UTF-8, on the backend's own stdin and stdout (design.md §5).
 * `lifebound/*` is the watchdog's; every other method is the app's and never enters the core.
 * `protocol.golden.jsonl` beside this file has one line of each kind and is read by the TypeScript, Rust and Python tests.
 */
export const protocolVersion = 1;

/** Also the longest line that a body reads or writes. */
export const maxMessageBytes = 8 * 1024 * 1024;
export const maxQueuedBytes = 16 * 1024 * 1024;
export const maxRequestsInFlight = 64;

/** Watchdog → backend, as notifications. */
export type ToBackend =
  | {
      readonly method: 'lifebound/hello';
      readonly params: {
        readonly protocol: number;
        readonly nonce: string;
        readonly generation: number;
        /** What the app expects the backend's version to fit; `null`: any. */
        readonly appVersion: string | null;
        /** Silent for that long beyond any busy spell: write the stacks of all threads to stderr. */
        readonly hangDumpMs: number;
      };
    }
  | {
      readonly method: 'lifebound/stop';
      readonly params: { readonly reason: string; readonly graceMs: number };
    }
  | { readonly method: 'lifebound/ping'; readonly params: Record<string, never> };

/** Backend → watchdog, as notifications. Durations, not instants: two processes share no clock. */
export type FromBackend =
  | {
      readonly method: 'lifebound/ready';
      readonly params: {
        readonly protocol: number;
        readonly nonce: string;
        /** The backend's own version, or `null`. */
        readonly version: string | null;
        /** A port of its own on 127.0.0.1, or `null`. */
        readonly port: number | null;
      };
    }
  | { readonly method: 'lifebound/beat'; readonly params: Record<string, never> }
  /** "Judge me by this deadline": silent for up to `forMs`; 0 ends the spell. */
  | { readonly method: 'lifebound/busy'; readonly params: { readonly forMs: number; readonly what: string } }
  /** A helper outside the tree, such as an EXCEL.EXE started by COM. */
  | {
      readonly method: 'lifebound/declare';
      /** `namespace`: in which the pid counts, as readlink of /proc/self/ns/pid says it; `null`: there is but one. */
      readonly params: { readonly pid: number; readonly namespace: string | null };
    }
  /** A debugger is attached to it, or has let go: no judgement meanwhile. */
  | { readonly method: 'lifebound/debugger'; readonly params: { readonly attached: boolean } }
  /** "I am ending in good order because …" */
  | { readonly method: 'lifebound/bye'; readonly params: { readonly reason: string } };
