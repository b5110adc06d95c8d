import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { fixture, isAlive, listDescendants, makeFolder, waitFor } from './helpers.js';

const bin = fileURLToPath(new URL('../bin/lifebound.js', import.meta.url));

it('a reader of the log that has stopped reading holds back neither the backend nor the watchdog', async () => {
  const logFile = join(makeFolder(), 'app.log');
  const options = ['--json', '--ready', 'link', '--termination-timeout', '0.3', '--log-file', logFile];
  const run = spawn(process.execPath, [bin, 'run', ...options, '--', 'sh', fixture('floods-link', 'sh')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void run.kill('SIGKILL'));
  // Nothing is read from here on, and the pipe takes 64 KB.
  run.stderr.pause();
  // 1. The backend writes all that it has to, and the file has it all.
  await waitFor('the last line in the file', () => readText(logFile).includes('flooded\n'));
  expect(readText(logFile).match(/^\S+ line \d+$/gm)).toHaveLength(20_000);
  // 2. The watchdog still sees a crash.
  const backend = listDescendants(run.pid!)
    .map(({ pid }) => pid)
    .find(isFlooding)!;
  process.kill(backend, 'SIGKILL');
  await waitFor('the next one', () =>
    listDescendants(run.pid!).some(({ pid }) => pid !== backend && isFlooding(pid)),
  );
  // 3. It ends when it is told, whatever waits to be read.
  const ended = new Promise((resolve) => run.once('exit', resolve));
  run.kill('SIGTERM');
  await ended;
  expect(isAlive(run.pid!)).toBe(false);
});

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function isFlooding(pid: number): boolean {
  return readText(`/proc/${pid}/cmdline`).includes('floods-link.py');
}
