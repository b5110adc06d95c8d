import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import type { Command } from '@lifebound/core';
import { checkFile, findProgram } from './find-program.js';
import type { Exit, SpawnRequest } from './tier.js';

export type Launched = ChildProcess & { readonly pid: number };

/** Starts a command as it is; rejects with a short reason. `more`: descriptors 3 and up. */
export async function launch(
  command: Command,
  { cwd, env, stdio }: SpawnRequest,
  more: StdioOptions & readonly unknown[] = [],
  detached = true,
): Promise<{ readonly child: Launched; readonly exited: Promise<Exit> }> {
  const child = spawn(command.program, [...command.args], {
    cwd,
    env,
    stdio: closeOthers([...stdio, ...more] as unknown[]) as StdioOptions,
    windowsHide: true,
    detached,
  });
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  // libuv reports a failed exec before `spawn` returns a pid; the reason comes as an event.
  if (child.pid === undefined) await new Promise((_, reject) => child.once('error', reject));
  // Later errors (a failed kill) are told by other means, and must not bring the host down.
  child.on('error', () => {});
  return { child: child as Launched, exited };
}

/**
 * What this process inherited without close-on-exec would go on to the backend: such a descriptor gets null in its
 * place, since Node can't close it between fork and exec.
 */
function closeOthers(stdio: readonly unknown[]): unknown[] {
  const all = [...stdio];
  for (const descriptor of listInheritable().filter((one) => one >= stdio.length)) {
    // From 3 on, libuv leaves what is ignored as it is.
    while (all.length < descriptor) all.push('ignore');
    all[descriptor] = nullDescriptor();
  }
  return all;
}

let opened: number | null = null;

function nullDescriptor(): number {
  opened ??= openSync('/dev/null', 'r+');
  return opened;
}

/** `O_CLOEXEC`, in the octal of /proc/self/fdinfo. */
const closeOnExec = 0o2000000;

/** Looked up again after a second: a thousand starts at once would each read thousands of descriptors. */
const listedForMs = 1_000;
let listed = { atMs: Number.NEGATIVE_INFINITY, descriptors: [] as readonly number[] };

function listInheritable(): readonly number[] {
  const nowMs = performance.now();
  if (nowMs - listed.atMs > listedForMs) listed = { atMs: nowMs, descriptors: readInheritable() };
  return listed.descriptors;
}

function readInheritable(): number[] {
  try {
    return readdirSync('/proc/self/fd')
      .map(Number)
      .filter((descriptor) => descriptor > 2 && !isClosedOnExec(descriptor));
  } catch {
    return [];
  }
}

function isClosedOnExec(descriptor: number): boolean {
  try {
    const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1'))?.[1];
    return flags === undefined || (Number.parseInt(flags, 8) & closeOnExec) !== 0;
  } catch {
    // The listing's own.
    return true;
  }
}

/**
 * A wrapper would hide a failed exec behind its own exit status, so what can be known is looked at before.
 * @throws Error with a short reason
 */
export function checkProgram({ program, cwd, env }: SpawnRequest): void {
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory())
    throw new Error(`no such file or folder: ${cwd}`);
  const path = findProgram(program, cwd, env.PATH ?? '');
  if (path === null) throw new Error('no such file');
  const found = checkFile(path);
  if (found === 'missing') throw new Error('no such file');
  if (found === 'not-a-file') throw new Error('permission denied: it is a folder');
  if (found !== 'executable') throw new Error('permission denied');
  const interpreter = readInterpreter(path);
  if (interpreter === null) return;
  const foundInterpreter = checkFile(interpreter);
  if (foundInterpreter === 'missing')
    throw new Error(`no such file: the interpreter in its first line, ${interpreter}`);
  if (foundInterpreter !== 'executable')
    throw new Error(`permission denied: the interpreter in its first line, ${interpreter}`);
}

/** After `#!`, or `null` for a binary. */
function readInterpreter(path: string): string | null {
  const head = Buffer.alloc(256);
  try {
    const file = openSync(path, 'r');
    try {
      const text = head.toString('latin1', 0, readSync(file, head));
      return /^#![ \t]*([^\s]+)/.exec(text)?.[1] ?? null;
    } finally {
      closeSync(file);
    }
  } catch {
    // May be run and not read.
    return null;
  }
}

/** ENOENT alone has three meanings, and EACCES four: looks which. The core knows the words before the colon. */
export function explain(error: NodeJS.ErrnoException, request: SpawnRequest): string {
  switch (error.code) {
    case 'ENOENT':
    case 'EACCES':
    case 'EPERM':
      return findFault(request) ?? (error.code === 'ENOENT' ? 'no such file' : 'permission denied');
    case 'E2BIG':
      return 'its arguments and environment are too long';
    case 'ENOEXEC':
      return 'exec format error';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many open files';
    case 'EAGAIN':
    case 'ENOMEM':
      return 'the machine is out of processes or memory';
    default:
      return error.message;
  }
}

function findFault(request: SpawnRequest): string | null {
  try {
    checkProgram(request);
    return null;
  } catch (fault) {
    return (fault as Error).message;
  }
}
