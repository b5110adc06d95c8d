import { chownSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { findOwnCgroup, listCgroup, removeCgroup } from '../src/process/cgroup-folder.js';
import { waitFor } from './helpers.js';

let made = 0;

/** Why no cgroup of the test's own can be had here, or `null`. CI has one: there, it must be had. */
export const whyNoCgroup = ((): string | null => {
  const own = findOwnCgroup();
  try {
    if (own === null) throw new Error('there is no cgroup v2');
    const folder = join(own, `test-${process.pid}`);
    mkdirSync(folder);
    rmdirSync(folder);
    return null;
  } catch (error) {
    if (process.env.CI) throw error;
    return (error as Error).message;
  }
})();

/** Who is in it can't leave it, so its members are the orphans. Ended with the test; `user`: delegated to, by hand. */
export class TestCgroup {
  readonly path: string;

  constructor(user?: number) {
    made += 1;
    this.path = join(findOwnCgroup()!, `test-${process.pid}-${made}`);
    mkdirSync(this.path);
    onTestFinished(() => this.#end());
    if (user === undefined) return;
    for (const name of ['', 'cgroup.procs', 'cgroup.subtree_control', 'cgroup.threads'])
      chownSync(join(this.path, name), user, user);
  }

  /** The command that joins it and becomes `program`. */
  wrap(program: string, ...args: readonly string[]): [string, string[]] {
    return ['sh', ['-c', 'echo 0 >"$0/cgroup.procs" && exec "$@"', this.path, program, ...args]];
  }

  get isEmpty(): boolean {
    return /^populated 0$/m.test(readFileSync(join(this.path, 'cgroup.events'), 'latin1'));
  }

  /** Command lines of its members, and of those of the cgroups below it. */
  list(): string[] {
    return listCgroup(this.path).map((pid) => {
      try {
        return `${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').slice(-80)}`;
      } catch {
        return String(pid);
      }
    });
  }

  async #end(): Promise<void> {
    writeFileSync(join(this.path, 'cgroup.kill'), '1');
    await waitFor('the test’s cgroup to be empty', () => this.isEmpty);
    removeCgroup(this.path);
  }
}
