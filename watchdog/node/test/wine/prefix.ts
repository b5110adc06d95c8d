import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { wineEnvironment } from './environment.js';
import { kill } from './kill.js';

const here = import.meta.dirname;
const watchdog = join(here, '../../..');

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of Wine's Windows, with an app in C:\app. */
    prefix: string;
  }
}

/** A Windows of our own, and everything of it ended and removed afterwards. */
export default function makePrefix(project: TestProject): () => void {
  const prefix = mkdtempSync(join(tmpdir(), 'lifebound-wine-'));
  const wine = (program: string, ...args: string[]) =>
    spawnSync(program, args, { env: wineEnvironment(prefix), stdio: 'ignore' });
  const remove = () => {
    // Fails when nothing runs any more.
    wine('wineserver', '-k');
    wine('wineserver', '-w');
    for (const pid of listForgotten(prefix)) kill(pid);
    rmSync(prefix, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    const { status, error } = wine('wineboot', '--init');
    if (status !== 0)
      throw new Error(`Wine could not make a Windows: ${error?.message ?? `status ${status}`}`);
    wine('wineserver', '-w');
    install(join(prefix, 'drive_c', 'app'));
  } catch (error) {
    remove();
    throw error;
  }
  project.provide('prefix', prefix);
  return remove;
}

/** Forked by Wine, whose server had not yet heard of them when their parent was killed. */
function listForgotten(prefix: string): number[] {
  const isOurs = (pid: string) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(`WINEPREFIX=${prefix}`);
    } catch {
      return false;
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && isOurs(name))
    .map(Number);
}

/** As npm lays it out on Windows; and once without koffi, which is optional. */
function install(app: string): void {
  const copy = (from: string, to: string) => cpSync(from, join(app, to), { recursive: true });
  for (const folder of ['hosts', 'backends']) copy(join(here, folder), folder);
  for (const [name, room] of Object.entries({ lifebound: 'node', '@lifebound/core': 'core' })) {
    for (const part of ['package.json', 'dist', 'bin']) {
      const from = join(watchdog, room, part);
      if (existsSync(from)) copy(from, `node_modules/${name}/${part}`);
    }
  }
  const { dependencies } = JSON.parse(readFileSync(join(watchdog, 'node/package.json'), 'utf8'));
  for (const name of Object.keys(dependencies)) {
    if (!name.startsWith('@lifebound/')) copy(findPackage(name), `node_modules/${name}`);
  }
  cpSync(app, join(app, '../app-without-koffi'), { recursive: true });
  for (const name of ['koffi', '@koromix']) copy(join(here, 'node_modules', name), `node_modules/${name}`);
}

function findPackage(name: string): string {
  const folders = [join(watchdog, 'node/node_modules', name), join(watchdog, '../node_modules', name)];
  return folders.find(existsSync) ?? folders[0]!;
}
