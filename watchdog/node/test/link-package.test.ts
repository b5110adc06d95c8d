import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { command, fixture, isAlive, makeFolder, startedPid, waitFor, watch, whenState } from './helpers.js';

const packagePath = fileURLToPath(new URL('../../python/src', import.meta.url));

function start(saveTo: string, options: { appVersion?: string } = {}) {
  return watch('uses-link-package', [], {
    launch: { kind: 'command', program: 'python3', args: [fixture('uses-link-package')] },
    env: { PYTHONPATH: packagePath, SAVE_TO: saveTo },
    ...options,
  });
}

describe('a backend with the Python link', () => {
  it('answers, logs what it prints, and saves at a stop', async () => {
    const saveTo = join(makeFolder(), 'saved');
    const { watchdog, lines } = start(saveTo, { appVersion: '0.1.0' });
    expect(await watchdog.request('add', { left: 2, right: 3 })).toBe(5);
    expect(watchdog.status().versions).toMatchObject({ app: '0.1.0', backend: '0.1.0' });
    await waitFor('the stray print in the log', () => lines.includes('a stray print'));
    await watchdog.stop();
    expect(readFileSync(saveTo, 'utf8')).toBe('saved');
  });

  it('whose version does not fit: told, and not tried again', async () => {
    const { watchdog, lines } = start(join(makeFolder(), 'saved'), { appVersion: '0.2.0' });
    await whenState(watchdog, 'failed');
    expect(watchdog.status().error?.code).toBe('VERSION_MISMATCH');
    expect(lines.filter((line) => line.includes('started with PID'))).toHaveLength(1);
  });

  it('announces a busy spell', async () => {
    const { watchdog } = start(join(makeFolder(), 'saved'));
    const computed = watchdog.request('compute', { seconds: 0.3 });
    const busy = await waitFor('the spell', () => watchdog.status().busy);
    expect(busy.what).toBe('computing');
    expect(busy.remainingMs).toBeGreaterThan(5_000);
    expect(await computed).toBe(watchdog.status().pid);
    await waitFor('its end', () => watchdog.status().busy === null);
  });

  it('its host SIGKILLed: it still saves, and is gone', async () => {
    const saveTo = join(makeFolder(), 'saved');
    const env = { ...process.env, PYTHONPATH: packagePath, SAVE_TO: saveTo };
    const run = command(['run', '--ready', 'link', '--', 'python3', fixture('uses-link-package')], { env });
    await waitFor('ready', () => run.stderr().includes('is ready'));
    const pid = startedPid(run.stderr())!;
    run.child.kill('SIGKILL');
    await waitFor('the backend to be gone', () => !isAlive(pid));
    expect(readFileSync(saveTo, 'utf8')).toBe('saved');
  });

  it('the app of a watchdog ends by process.exit: nothing is left', async () => {
    const script = `
      import { createWatchdog } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
      const watchdog = createWatchdog({
        launch: { kind: 'command', program: 'python3', args: ['-SE', ${JSON.stringify(fixture('ignores-term'))}] },
        readiness: { kind: 'stay' }, stayUpMs: 1,
      });
      watchdog.on('log', ({ text }) => {
        if (text !== 'deaf') return;
        console.log(watchdog.status().pid);
        process.exit(0);
      });
      watchdog.start();`;
    const app = spawn(process.execPath, ['--input-type=module', '-e', script]);
    onTestFinished(() => void app.kill('SIGKILL'));
    let output = '';
    app.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    await new Promise((resolve) => app.once('close', resolve));
    const pid = Number(output);
    expect(pid).toBeGreaterThan(1);
    await waitFor('the backend to be gone', () => !isAlive(pid));
    expect(existsSync(`/proc/${app.pid}`)).toBe(false);
  });
});
