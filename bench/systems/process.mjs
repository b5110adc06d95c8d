import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A supervisor in the foreground. `end` is a SIGTERM, and a SIGKILL after ten seconds. */
export async function startProcess([program, ...args], env, cwd = '/') {
  const child = spawn(program, args, { env, cwd, stdio: ['ignore', 'ignore', 'ignore'], detached: true });
  await once(child, 'spawn');
  const exited = once(child, 'exit');
  return {
    pid: child.pid,
    async end() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exited;
      clearTimeout(late);
    },
  };
}
