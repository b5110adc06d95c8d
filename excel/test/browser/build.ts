import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const room = fileURLToPath(new URL('../..', import.meta.url));

/** The tests run what a user runs: the built page and the compiled server. */
export default async function setup(): Promise<void> {
  const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));
  execFileSync(process.execPath, [tsc, '-b', 'server'], { cwd: room, stdio: 'inherit' });
  await build({ root: room, configFile: `${room}vite.config.ts`, logLevel: 'error' });
}
