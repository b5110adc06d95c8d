import { type ChildProcess, spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { tree } from './platform.js';

export interface SpawnRequest {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdio: readonly ('pipe' | 'inherit' | 'ignore')[];
}

/** Starts the program as the leader of a tree of its own; rejects with a short reason such as `permission denied`. */
export async function spawnLeader(request: SpawnRequest): Promise<ChildProcess & { readonly pid: number }> {
  try {
    const child = spawn(request.program, [...request.args], {
      cwd: request.cwd,
      env: request.env,
      stdio: [...request.stdio],
      windowsHide: true,
      ...tree.spawnOptions,
    });
    // libuv reports a failed exec before `spawn` returns a pid; the reason comes as an event.
    if (child.pid === undefined) await new Promise((_, reject) => child.once('error', reject));
    // Later errors (a failed kill) are told by other means, and must not bring the host down.
    child.on('error', () => {});
    return child as ChildProcess & { readonly pid: number };
  } catch (error) {
    throw new Error(await explain(error as NodeJS.ErrnoException, request));
  }
}

/** ENOENT alone has three meanings, and EACCES two: look which. The core knows the words before the colon. */
async function explain(error: NodeJS.ErrnoException, request: SpawnRequest): Promise<string> {
  const folder = await stat(request.cwd).catch(() => null);
  if (!folder?.isDirectory()) return `no such file or folder: ${request.cwd}`;
  const hasFolder = /[\\/]/.test(request.program);
  const path = isAbsolute(request.program) ? request.program : join(request.cwd, request.program);
  const file = hasFolder ? await stat(path).catch(() => null) : null;
  if (file?.isDirectory()) return 'permission denied: it is a folder';
  switch (error.code) {
    case 'ENOENT':
      return file ? 'no such file: the interpreter in its first line' : 'no such file';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
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
