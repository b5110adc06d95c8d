import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './root.mjs';

export class CommandFailed extends Error {}

// On Windows npm and npx are .cmd files, which Node starts only through a shell; their own entry points need none.
const npmCommand = process.env.npm_execpath
  ? [process.execPath, process.env.npm_execpath]
  : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];

/** `npm …` as [program, ...args]. */
export const npm = (...args) => [...npmCommand, ...args];

/** A script of an installed package as [program, ...args], without npx's start-up time. */
export const tool = (path, ...args) => [process.execPath, join(root, 'node_modules', path), ...args];

/**
 * Runs a command to its end, its output on ours, or kept and printed only when it fails (`quiet`).
 * Throws CommandFailed with the command and its exit status.
 */
export function run([program, ...args], { cwd = root, quiet = false, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    const kept = [];
    child.stdout?.on('data', (data) => kept.push(data));
    child.stderr?.on('data', (data) => kept.push(data));
    child.on('error', (error) =>
      reject(new CommandFailed(`${program} could not be started: ${error.message}`)),
    );
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(Buffer.concat(kept).toString());
      if (quiet) process.stderr.write(Buffer.concat(kept));
      reject(new CommandFailed(`${[program, ...args].join(' ')} ended with ${signal ?? `status ${code}`}`));
    });
  });
}
