import { createWatchdog } from 'lifebound';
import { countDescriptors, rssMb } from './processes.mjs';
import { child } from './with-system.mjs';

const points = 20;

const snapshot = (watchdog, restarts) => {
  global.gc?.();
  return {
    restarts,
    rssMb: rssMb(process.pid),
    descriptors: countDescriptors(process.pid),
    listeners:
      process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0) +
      watchdog.listenerCount('status'),
  };
};

export const restarts = {
  what: 'many restarts of a child that ends at once: memory, descriptors and listeners of the host',
  async run(_systems, { restarts: wanted }) {
    const rows = [];
    const began = performance.now();
    await new Promise((resolve) => {
      const watchdog = createWatchdog({
        launch: { kind: 'command', program: child('exits.sh'), args: [] },
        readiness: { kind: 'stay' },
        restart: { policy: 'always', maxAttempts: 1000, windowMs: 1, baseDelayMs: 0 },
      });
      let generation = 0;
      watchdog.on('status', (status) => {
        if (status.state === 'failed') watchdog.restart();
        if (status.generation === generation) return;
        generation = status.generation;
        if (generation % Math.ceil(wanted / points) === 1) rows.push(snapshot(watchdog, generation));
        if (generation > wanted) void watchdog.stop().then(resolve);
      });
      watchdog.start();
    });
    const perSecond = (wanted * 1000) / (performance.now() - began);
    const last = rows.at(-1);
    console.log(
      `  ${wanted} restarts, ${perSecond.toFixed(0)} a second, ${last.rssMb.toFixed(0)} MB, ${last.descriptors} descriptors at the end`,
    );
    return { unit: 'restarts', perSecond, rows };
  },
};
