import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** A bound for what never comes, and not for what is slow: a busy machine may take it. */
const deadlineMs = 60_000;

/** Polls until it holds (neither false nor null nor undefined) and gives it; fails with `what`. */
export async function waitFor<Value>(
  what: string,
  look: () => Promise<Value | false | null | undefined> | Value | false | null | undefined,
): Promise<Value> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const value = await look();
    if (value !== false && value !== null && value !== undefined) return value;
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms for ${what}`);
    await sleep(20);
  }
}

/** A zombie is gone: its parent may be slow to reap it. */
export function isAlive(pid: number): boolean {
  return /^[^ZX]/.test(statOf(pid));
}

export function parentOf(pid: number): number {
  return Number(statOf(pid).split(' ')[1]);
}

/** Living ones that a process has started. */
export function childrenOf(pid: number): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((child) => isAlive(child) && parentOf(child) === pid);
}

/** Living processes that have this in their environment. */
export function processesWith(variable: string): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => isAlive(pid) && environmentOf(pid).includes(variable));
}

function environmentOf(pid: number): string[] {
  return textOf(pid, 'environ').split('\0');
}

/** With a zero after each. */
export function argumentsOf(pid: number): string {
  return textOf(pid, 'cmdline');
}

/** Empty when it has ended: one that was listed may be gone at the next look. */
export function textOf(pid: number, file: 'cmdline' | 'comm' | 'environ' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

/** From the state on: the name before it may hold spaces and brackets. */
function statOf(pid: number): string {
  const stat = textOf(pid, 'stat');
  return stat.slice(stat.lastIndexOf(')') + 2);
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

export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** An X server with a number that nobody else has; `DISPLAY` is `:` and that number. */
export async function startDisplay(): Promise<{ display: string; process: ChildProcess }> {
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const numbers = xvfb.stdio[3] as Readable;
  const number = await new Promise<string>((resolve, reject) => {
    numbers.once('data', (data: Buffer) => resolve(data.toString().trim()));
    xvfb.once('error', reject);
    xvfb.once('exit', (code) => reject(new Error(`Xvfb ended with status ${code}`)));
  });
  return { display: `:${number}`, process: xvfb };
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}
