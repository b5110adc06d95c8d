import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';

export interface ProbeResult {
  readonly ok: boolean;
  /** `HTTP 503`, `connection refused`, … */
  readonly detail: string;
}

/** One GET of a loopback URL; 2xx and 3xx are well. The body is not read. */
export function probeHttp(url: string, timeoutMs: number, signal: AbortSignal): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const request = url.startsWith('https:') ? requestTls : requestPlain;
    // `agent: false`: a kept-alive connection would tell of the last generation's server. No public authority signs a
    // certificate for the loopback, so it is not asked for one.
    const options = { agent: false, signal, timeout: timeoutMs, rejectUnauthorized: false } as const;
    const get = request(url, options, (response) => {
      const status = response.statusCode ?? 0;
      resolve({ ok: status >= 200 && status < 400, detail: `HTTP ${status}` });
      response.destroy();
    });
    // A deadline of its own: `timeout` counts idle time only, and a server may drip.
    const deadline = setTimeout(() => get.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    get.once('error', (error) => resolve({ ok: false, detail: error.message }));
    get.once('close', () => {
      clearTimeout(deadline);
      resolve({ ok: false, detail: 'closed without an answer' });
    });
    get.end();
  });
}
