// The app of the chaos test: the Node body over the real service, told by messages what to ask. `fork`ed.
import { createWatchdog } from 'lifebound';

const { program, script, data, session } = JSON.parse(process.argv[2]);
const watchdog = createWatchdog({
  launch: { kind: 'command', program, args: [script] },
  env: { LIFEBOUND_EXCEL_DATA: data, LIFEBOUND_EXCEL_SESSION: session, RUST_BACKTRACE: '0' },
  // The test kills more often than any budget allows.
  restart: { maxAttempts: 1_000, windowMs: 10_000, baseDelayMs: 0 },
});
const tell = (message) => process.connected && process.send(message);
watchdog.on('log', ({ source, text }) => tell({ line: `${source}: ${text}` }));
process.on('message', async ({ id, method, params, retry }) => {
  const answer = await watchdog.request(method, params, { retry }).then(
    (result) => ({ id, result }),
    ({ code, message }) => ({ id, error: { code, message } }),
  );
  tell(answer);
});
process.once('disconnect', () => void watchdog.hostGone('app-exit').then(() => process.exit(0)));
watchdog.start();
