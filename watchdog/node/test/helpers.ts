import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { createWatchdog, type Watchdog, type WatchdogOptions } from '../src/index.js';
import { listChildren } from '../src/process/proc.js';

/** A bound for what never comes, and not for what is slow: a busy machine may take it. */
const deadlineMs = 30_000;

export function fixture(name: string, ending = 'py'): string {
  return fileURLToPath(new URL(`fixtures/${name}.${ending}`, import.meta.url));
}

/** Polls until it holds (a value that is not false or null) and gives it; fails with `what` in the end. */
export async function waitFor<Value>(
  what: string,
  condition: () => Value | false | null | undefined | Promise<Value | false | null | undefined>,
): Promise<Value> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const value = await condition();
    if (value !== false && value !== null && value !== undefined) return value;
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms for: ${what}`);
    await sleep(5);
  }
}

/** Not a zombie: PID 1 of a container may never reap. */
export function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lifebound-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The program's path and arguments, each ended by a zero; empty when it has ended, also between two looks. */
export function readArgv(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
}

/** Below those that the system gives to whoever asks for any: none of them can take it before its user does. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!isFree) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

export async function canConnect(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

export interface Watched {
  readonly watchdog: Watchdog;
  /** Lines of both sources, the watchdog's in the seed's form. */
  readonly lines: string[];
}

/** A watchdog over a fixture, started, and stopped at the test's end. */
export function watch(name: string, args: readonly string[] = [], options: WatchdogOptions = {}): Watched {
  const watchdog = createWatchdog({
    launch: { kind: 'command', program: 'python3', args: ['-SE', fixture(name), ...args] },
    ...options,
  });
  const lines: string[] = [];
  watchdog.on('log', ({ source, level, text }) => {
    if (level !== 'DEBUG') lines.push(source === 'watchdog' ? `[${level}] ${text}` : text);
  });
  onTestFinished(async () => {
    watchdog.kill();
    await watchdog.stop();
  });
  watchdog.start();
  return { watchdog, lines };
}

export function whenState(watchdog: Watchdog, state: string, generation?: number): Promise<true> {
  return waitFor(`state ${state} of generation ${generation ?? 'any'}`, () => {
    const status = watchdog.status();
    return status.state === state && (generation === undefined || status.generation === generation);
  });
}

export interface CommandRun {
  readonly child: ChildProcess & { readonly pid: number };
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Exit status, or the signal's name. */
  readonly ended: Promise<number | string>;
}

const bin = fileURLToPath(new URL('../bin/lifebound.js', import.meta.url));

const unwrapped = {
  wrap: (program: string, ...args: readonly string[]): [string, string[]] => [program, [...args]],
};

/** The real command, as users start it. */
export function command(
  args: readonly string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
  /** What wraps it, a cgroup of the test's own say. */
  wrapper: { wrap(program: string, ...args: readonly string[]): [string, string[]] } = unwrapped,
): CommandRun {
  const [program, all] = wrapper.wrap(process.execPath, bin, ...args);
  const child = spawn(program, all, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'nothing'));
  });
  onTestFinished(async () => {
    // In good order first, so that what it watches ends with it.
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    const forced = setTimeout(() => child.kill('SIGTERM'), 500);
    await ended;
    clearTimeout(forced);
  });
  return { child: child as CommandRun['child'], stdout: () => stdout, stderr: () => stderr, ended };
}

export function python(name: string, ...args: string[]): string[] {
  return ['python3', '-SE', fixture(name), ...args];
}

/** The pid that the log tells last. */
export function startedPid(text: string): number | null {
  const pid = [...text.matchAll(/started with PID: (\d+)/g)].at(-1)?.[1];
  return pid === undefined ? null : Number(pid);
}

/** Its children, and theirs. */
export function listDescendants(pid: number): { readonly pid: number }[] {
  return listChildren(pid).flatMap((child) => [{ pid: child }, ...listDescendants(child)]);
}
