import { connect } from 'node:net';
import type { ProbeResult } from './http.js';

/** One connection to 127.0.0.1:`port`; accepted is well. */
export function probeTcp(port: number, timeoutMs: number, signal: AbortSignal): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (result: ProbeResult) => {
      signal.removeEventListener('abort', abort);
      socket.destroy();
      resolve(result);
    };
    const abort = () => finish({ ok: false, detail: 'given up' });
    signal.addEventListener('abort', abort);
    socket.setTimeout(timeoutMs, () => finish({ ok: false, detail: `no answer within ${timeoutMs} ms` }));
    socket.once('connect', () => finish({ ok: true, detail: 'connected' }));
    socket.once('error', (error) => finish({ ok: false, detail: error.message }));
  });
}
