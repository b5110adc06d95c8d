import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '../../src/contain/wrap.js';

/** Each program of this machine that may be somebody's /bin/sh. */
export const shells: readonly string[] = ['dash', 'bash', 'busybox'].filter(
  (program) => spawnSync('which', [program]).status === 0,
);

/** A folder for PATH in which `sh` is that shell: bash under its own name would read a start-up file. */
export function folderOf(shell: string, parent: string): string {
  const folder = join(parent, 'bin');
  mkdirSync(folder);
  const program = spawnSync('which', [shell], { encoding: 'utf8' }).stdout.trim();
  symlinkSync(program, join(folder, 'sh'));
  return folder;
}

const started = new Set<ChildProcess>();

/** In a session of its own; its group is ended after the test. */
export function start(
  command: Command,
  stdio: StdioOptions,
  environment: NodeJS.ProcessEnv = {},
): ChildProcess {
  const env = { PATH: process.env.PATH, ...environment };
  const child = spawn(command.program, [...command.args], { detached: true, stdio, env });
  started.add(child);
  return child;
}

export function endAll(): void {
  for (const { pid } of started) {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // It has gone.
    }
  }
  started.clear();
}

/** A backend that says `up` when it can be asked to end, and then waits. */
export function stays(onTerm: string): Command {
  return {
    program: 'dash',
    args: ['-c', `trap '${onTerm}' TERM; exec 2>/dev/null; echo up; while :; do sleep 0.02; done`],
  };
}

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
}

export function ended(child: ChildProcess): Promise<Ended> {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve({ code: child.exitCode, signal: child.signalCode });
  }
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
}

/** All that a stream says, up to the first match. */
export function said(stream: NodeJS.ReadableStream | null, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stream?.on('data', (chunk) => {
      text += chunk;
      if (pattern.test(text)) resolve(text);
    });
    stream?.once('end', () => reject(new Error(`it ended after ${JSON.stringify(text)}`)));
  });
}

/** Field 22 of /proc/PID/stat. */
export function startOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] as string;
}

export function lives(pid: number): boolean {
  try {
    return !/^[ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1] as string);
  } catch {
    return false;
  }
}
