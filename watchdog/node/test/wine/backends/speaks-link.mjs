// The link by hand: ready with its nonce; on `stop` or at the end of its stdin it writes a file, then ends.
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [, saved] = process.argv.slice(2);
const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
let why = 'end of stdin';

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === 'lifebound/hello') {
    send({
      method: 'lifebound/ready',
      params: { protocol: 1, nonce: params.nonce, version: null, port: null },
    });
  } else if (method === 'lifebound/stop') {
    why = 'stop';
    lines.close();
  } else if (method === 'lifebound/ping') {
    send({ method: 'lifebound/beat', params: {} });
  } else if (method === 'declare') {
    send({ method: 'lifebound/declare', params: { pid: params.pid, namespace: null } });
    send({ id, result: null });
  } else if (method === 'echo') {
    send({ id, result: params });
  }
});
lines.on('close', () => {
  writeFileSync(saved, why);
  if (why === 'stop') send({ method: 'lifebound/bye', params: { reason: why } });
  process.exit(0);
});
