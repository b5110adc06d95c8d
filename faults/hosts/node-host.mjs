// An app on the Node body, as small as can be: `node-host.mjs program args…`. Lines on its stdin are what a user or a
// bug would do: `stop`, `close`, `panic`.
import { createInterface } from 'node:readline';
import { createWatchdog } from '../../watchdog/node/dist/index.js';

const [program, ...args] = process.argv.slice(2);
const watchdog = createWatchdog({
  label: 'Python backend',
  hostLabel: 'Node application',
  launch: { kind: 'command', program, args },
  readiness: { kind: process.env.READINESS },
  stayUpMs: 100,
  containment: process.env.LIFEBOUND_CONTAINMENT,
  terminationTimeoutMs: Number(process.env.GRACE_MS),
});

// A closed terminal answers every line with EIO.
process.stderr.on('error', () => {});
process.stdin.on('error', () => {});
watchdog.on('log', ({ level, source, text }) => process.stderr.write(`[${level}] ${source} ${text}\n`));

async function end(reason, status) {
  await watchdog.hostGone(reason);
  process.exit(status);
}
for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
  process.on(signal, () => end('signal', 128 + number));
}
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'stop') watchdog.stop();
  if (line === 'close') end('window-closed', 0);
  if (line === 'panic') panicInTheWatchdog();
});

/** A bug in what the watchdog calls: Node ends the process for it. */
function panicInTheWatchdog() {
  watchdog.on('status', () => {
    throw new Error('a bug');
  });
  watchdog.restart();
}

watchdog.start();
