// An app over the library, led by the test through a socket: a line of JSON each way. `MARK PORT OPTIONS`
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { createWatchdog } from 'lifebound';

const [, port, options] = process.argv.slice(2);
const socket = connect(Number(port), '127.0.0.1');
const tell = (message) => socket.write(`${JSON.stringify(message)}\n`);

let watchdog;
const commands = {
  create() {
    watchdog = createWatchdog(JSON.parse(options));
    watchdog.on('log', ({ source, level, text }) => tell({ log: `${source} ${level} ${text}` }));
    watchdog.on('status', (status) => tell({ status }));
  },
  start: () => watchdog.start(),
  stop: () => watchdog.stop(),
  restart: () => watchdog.restart(),
  request: ({ method, params }) => watchdog.request(method, params),
};

for await (const line of createInterface({ input: socket })) {
  const { command, params } = JSON.parse(line);
  try {
    tell({ done: command, result: (await commands[command](params)) ?? null });
  } catch ({ code, message }) {
    tell({ done: command, error: { code, message } });
  }
}
