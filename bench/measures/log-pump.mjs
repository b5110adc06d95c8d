import { createWatchdog } from 'lifebound';
import { child } from './with-system.mjs';

/** How the lines of a child that writes as fast as it can reach a listener; the slow one wastes a millisecond a line. */
const readers = {
  'no listener': () => null,
  'a listener that counts': () => {
    let lines = 0;
    return () => {
      lines += 1;
      return lines;
    };
  },
};

export const logPump = {
  what: 'log of a child that writes as fast as it can',
  async run(_systems, { megabytes }) {
    const rows = [];
    for (const [reader, makeReader] of Object.entries(readers)) {
      rows.push({ reader, ...(await measure(megabytes, makeReader())) });
      console.log(
        `  ${reader}: ${rows.at(-1).mbPerSecond.toFixed(0)} MB/s, ${rows.at(-1).linesPerSecond.toFixed(0)} lines a second`,
      );
    }
    return { unit: 'MB/s', megabytes, rows };
  },
};

async function measure(megabytes, onLine) {
  const watchdog = createWatchdog({
    launch: { kind: 'command', program: child('writes.py'), args: [String(megabytes)] },
    readiness: { kind: 'stay' },
    restart: { policy: 'no' },
  });
  if (onLine) watchdog.on('log', onLine);
  const began = performance.now();
  await new Promise((resolve) => {
    watchdog.once('over', resolve);
    watchdog.start();
  });
  const seconds = (performance.now() - began) / 1000;
  return { mbPerSecond: megabytes / seconds, linesPerSecond: (megabytes * 10_000) / seconds };
}
