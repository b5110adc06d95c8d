import { setTimeout as sleep } from 'node:timers/promises';
import { createWatchdog } from 'lifebound';
import { cpuMs, endMarked, findMarked, newMark, pssMb } from './processes.mjs';

const idleMs = 10_000;

export const manyBackends = {
  what: 'many backends under one Node process, each with its own watchdog',
  async run(_systems, { backends: count }) {
    const rows = [];
    for (const containment of ['group', 'keeper', 'namespace']) {
      rows.push(await measure(containment, count));
      const row = rows.at(-1);
      console.log(
        row.error
          ? `  ${containment}: ${row.error}`
          : `  ${containment}: ready after ${row.readyMs.toFixed(0)} ms, ${row.hostMb.toFixed(0)} MB in the host, ${row.wrapperMbEach.toFixed(2)} MB around each`,
      );
    }
    return { unit: 'ms', backends: count, rows };
  },
};

async function measure(containment, count) {
  const { mark, env } = newMark();
  const before = pssMb(process.pid);
  const began = performance.now();
  const watchdogs = [];
  try {
    const ready = [];
    for (let index = 0; index < count; index += 1) {
      const watchdog = createWatchdog({
        launch: { kind: 'command', program: 'sleep', args: ['987654'] },
        readiness: { kind: 'stay' },
        stayUpMs: 0,
        containment,
        env,
      });
      watchdogs.push(watchdog);
      ready.push(
        new Promise((resolve, reject) => {
          watchdog.on('status', (status) => status.ready && resolve());
          watchdog.on('report', (error) => reject(new Error(error.message)));
        }),
      );
      watchdog.start();
    }
    await Promise.all(ready);
    const readyMs = performance.now() - began;
    const hostMb = pssMb(process.pid) - before;
    const around = findMarked(mark).filter(({ command }) => !command.startsWith('sleep'));
    const wrapperMbEach = around.reduce((sum, { pid }) => sum + pssMb(pid), 0) / count;
    const cpu = cpuMs(process.pid);
    await sleep(idleMs);
    const cpuMsPerMinute = ((cpuMs(process.pid) - cpu) * 60_000) / idleMs;
    const stopping = performance.now();
    await Promise.all(watchdogs.map((watchdog) => watchdog.stop()));
    const stopMs = performance.now() - stopping;
    return {
      containment,
      readyMs,
      hostMb,
      wrapperMbEach,
      cpuMsPerMinute,
      stopMs,
      left: findMarked(mark).length,
    };
  } catch (error) {
    return { containment, error: error.message };
  } finally {
    for (const watchdog of watchdogs) watchdog.kill();
    endMarked(mark);
  }
}
