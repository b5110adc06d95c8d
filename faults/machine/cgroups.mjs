// Control groups of the harness' own: whoever is born in a cell stays in it, whatever he does to his session, his
// group or his environment.
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { waitUntil } from './wait.mjs';

/** What must belong to the user to whom a subtree is handed over (cgroup v2's delegation). */
const delegated = ['', 'cgroup.procs', 'cgroup.threads', 'cgroup.subtree_control'];

/** The folder of our own cgroup v2, or a reason why not. Hybrid machines have it somewhere else than pure ones. */
export function findOwnCgroup() {
  const mount = mounts().find(({ type }) => type === 'cgroup2');
  if (!mount) return { reason: 'no cgroup v2 is mounted' };
  const path = ownPaths().find(({ controllers }) => controllers === '')?.path;
  if (path === undefined) return { reason: 'this process has no cgroup v2' };
  return { folder: join(mount.folder, path) };
}

/** Where memory can be limited: v1's hierarchy, or v2 where the controller can be handed down. */
export function findMemoryCgroup() {
  const first = mounts().find(({ type, options }) => type === 'cgroup' && options.includes('memory'));
  const path = ownPaths().find(({ controllers }) => controllers.split(',').includes('memory'))?.path;
  if (first && path !== undefined) {
    return {
      folder: join(first.folder, path),
      limit: 'memory.limit_in_bytes',
      usage: 'memory.usage_in_bytes',
      kills: 'memory.oom_control',
    };
  }
  const own = findOwnCgroup();
  if (own.reason) return own;
  try {
    writeFileSync(join(own.folder, 'cgroup.subtree_control'), '+memory');
  } catch (error) {
    return { reason: `the memory controller can't be handed down (${error.code})` };
  }
  return { folder: own.folder, limit: 'memory.max', usage: 'memory.current', kills: 'memory.events' };
}

export function makeCgroup(folder) {
  mkdirSync(folder);
}

export function delegate(folder, user) {
  for (const file of delegated) chownSync(join(folder, file), user, user);
}

/** Living members, those of nested ones too. Zombies are none. */
export function membersOf(folder) {
  const own = read(join(folder, 'cgroup.procs')).split('\n').filter(Boolean).map(Number);
  return [...own, ...nested(folder).flatMap(membersOf)];
}

export function isEmpty(folder) {
  return /^populated 0$/m.test(read(join(folder, 'cgroup.events')));
}

export function nested(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
}

/** Kills whatever is in it and removes it. */
export async function endCgroup(folder) {
  if (!existsSync(folder)) return;
  if (existsSync(join(folder, 'cgroup.kill'))) {
    writeFileSync(join(folder, 'cgroup.kill'), '1');
    await waitUntil(() => isEmpty(folder), { timeoutMs: 10_000 });
  }
  await waitUntil(() => removed(folder), { timeoutMs: 2_000 });
}

function removed(folder) {
  try {
    for (const child of nested(folder)) removed(child);
    rmdirSync(folder);
  } catch (error) {
    // EBUSY: a last member is on its way out.
    return error.code === 'ENOENT';
  }
  return true;
}

function mounts() {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [before, after] = line.split(' - ');
      const [type, , options] = after.split(' ');
      return { folder: before.split(' ')[4], type, options: options.split(',') };
    });
}

function ownPaths() {
  return readFileSync('/proc/self/cgroup', 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.match(/^\d+:([^:]*):(.*)$/))
    .map(([, controllers, path]) => ({ controllers, path }));
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // A nested group that went in the meantime.
    return '';
  }
}
