import { once } from 'node:events';
import { join } from 'node:path';
import { createWatchdog } from 'lifebound';
import { pssMb } from '../../measures/processes.mjs';
import { makeFolder } from '../../systems/folder.mjs';
import { serviceRoom, venvPython } from './places.mjs';

/** The Excel service under its watchdog (the Node body, as in the browser version), without a page. */
export async function startService() {
  const watchdog = createWatchdog({
    launch: { kind: 'command', program: venvPython, args: [join(serviceRoom, 'src', 'app', 'main.py')] },
    env: { LIFEBOUND_EXCEL_DATA: join(makeFolder('excel'), 'data'), LIFEBOUND_EXCEL_SESSION: 'bench' },
    restart: { maxAttempts: 1_000, windowMs: 10_000, baseDelayMs: 0 },
  });
  watchdog.start();
  while (watchdog.status().state !== 'ready') {
    if (watchdog.status().state === 'failed')
      throw new Error(`The service does not start: ${watchdog.status().error?.message}`);
    await once(watchdog, 'status');
  }
  return {
    call: (method, params) => watchdog.request(method, params, { retry: 'safe' }),
    get pid() {
      return watchdog.status().pid;
    },
    memoryMb: () => pssMb(watchdog.status().pid),
    end: () => watchdog.hostGone('app-exit'),
  };
}

/** What a window asks for first. */
export const firstWindow = { sheet: 0, top: 1, left: 1, rows: 50, columns: 16 };

/** Milliseconds that `work` takes. */
export async function timed(work) {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}
