import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { endAll, newFolder } from './app-page.js';

const main = join(import.meta.dirname, '../../server/dist/main.js');

afterAll(endAll);

/** `node server/dist/main.js …`: its output as it comes, and its end. */
function run(...args: string[]) {
  const child = spawn(process.execPath, [main, '--no-open', ...args], {
    // One that is SIGKILLed leaves its upload folder: it goes with the test's.
    env: { ...process.env, TMPDIR: newFolder(), LIFEBOUND_EXCEL_DATA: join(newFolder(), 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { text: '' };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output.text += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const waitFor = (pattern: RegExp) =>
    expect
      .poll(() => output.text)
      .toMatch(pattern)
      .then(() => pattern.exec(output.text)!);
  return { child, output, ended, waitFor };
}

/** The process and its state in /proc; a zombie has ended. */
function isAlive(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}

describe('the command', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('ends with its backend on %s', async (signal, status) => {
    const { child, ended, waitFor } = run();
    await waitFor(/Lifebound Excel is at http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/);
    const pid = Number((await waitFor(/started with PID: (\d+)/))[1]);
    await waitFor(/is ready/);
    expect(isAlive(pid)).toBe(true);
    child.kill(signal);
    expect(await ended).toBe(status);
    expect(isAlive(pid)).toBe(false);
  });

  it('killed itself, leaves no backend: the lifeline ends it', async () => {
    const { child, waitFor } = run();
    const pid = Number((await waitFor(/started with PID: (\d+)/))[1]);
    await waitFor(/is ready/);
    child.kill('SIGKILL');
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it('says that a workbook is not there', async () => {
    const { ended, output } = run('/no/such/budget.xlsx');
    expect(await ended).toBe(1);
    expect(output.text).toBe('FILE_NOT_FOUND: There is no file at /no/such/budget.xlsx. Check the path.\n');
  });

  it('says that the port is taken, and starts nothing', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const { ended, output } = run('--port', String(port));
    expect(await ended).toBe(1);
    expect(output.text).toMatch(/^PORT_TAKEN: Port \d+ .*\n$/);
  });

  it('refuses a port that is none', async () => {
    const { ended, output } = run('--port', 'http');
    expect(await ended).toBe(64);
    expect(output.text).toContain('The port is "http".');
  });
});
