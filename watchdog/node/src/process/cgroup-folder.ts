import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const prefix = 'lifebound-';

/** This process's own cgroup v2 folder, or `null` where there is none. */
export function findOwnCgroup(): string | null {
  const own = /^0::(\/.*)$/m.exec(readText('/proc/self/cgroup'))?.[1];
  // … root mountpoint … - cgroup2 …: the root is what of the hierarchy is mounted there.
  const mount = readText('/proc/self/mountinfo')
    .split('\n')
    .map((line) => / (\/\S*) (\/\S*) \S+ .*- cgroup2 /.exec(line))
    .find((match) => match !== null);
  if (own === undefined || !mount) return null;
  const [, root = '/', folder = ''] = mount;
  const below = root === '/' ? own : own.startsWith(root) ? own.slice(root.length) : null;
  return below === null ? null : join(folder, below);
}

/** A cgroup of its own for one generation. */
export class CgroupFolder {
  readonly path: string;

  /** @throws what mkdir throws: nothing is delegated to us */
  constructor(parent: string) {
    this.path = join(parent, prefix + randomBytes(8).toString('hex'));
    mkdirSync(this.path, 0o700);
  }

  list(): number[] {
    return listCgroup(this.path);
  }

  kill(): void {
    killCgroup(this.path);
  }

  get isEmpty(): boolean {
    return !/^populated 1$/m.test(readText(join(this.path, 'cgroup.events')));
  }

  remove(): void {
    removeCgroup(this.path);
  }
}

/** Members of it and of the cgroups below it. */
export function listCgroup(path: string): number[] {
  const own = readText(join(path, 'cgroup.procs')).split('\n').filter(Boolean).map(Number);
  return [...own, ...listFolders(path).flatMap(listCgroup)];
}

/** From the leaves on; one with members stays. */
export function removeCgroup(path: string): void {
  for (const folder of listFolders(path)) removeCgroup(folder);
  try {
    rmdirSync(path);
  } catch {
    // Gone, or somebody is in it: then the caller has told it.
  }
}

/** Only what was made here is ever ended by its name. */
export function isOurs(path: string): boolean {
  return path.split('/').at(-1)?.startsWith(prefix) === true && !path.includes('/../');
}

export function killCgroup(path: string): void {
  try {
    writeFileSync(join(path, 'cgroup.kill'), '1');
  } catch {
    // Gone with its last member.
  }
}

function listFolders(path: string): string[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(path, name));
  } catch {
    return [];
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
