// Where one cell runs: a folder, a user and control groups of its own; all of it is gone afterwards.
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { delegate, endCgroup, makeCgroup, nested } from '../machine/cgroups.mjs';

/** The harness' own place on this machine: `{folder, cgroup, memory}`. */
export function openBase(own, memory) {
  const name = `lifebound-faults-${process.pid}`;
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  // The cells' users pass through, and look at nothing.
  chmodSync(folder, 0o711);
  const cgroup = join(own.folder, name);
  makeCgroup(cgroup);
  if (memory.reason) return { folder, cgroup, memory: null };
  const memoryFolder = join(memory.folder, name);
  if (memoryFolder !== cgroup) makeCgroup(memoryFolder);
  return { folder, cgroup, memory: { ...memory, folder: memoryFolder } };
}

/** Ends whatever a cell has left, however the run ended. */
export async function closeBase(base) {
  for (const cell of nested(base.cgroup)) await endCgroup(cell);
  await endCgroup(base.cgroup);
  if (base.memory) {
    for (const cell of nested(base.memory.folder)) await endCgroup(cell);
    await endCgroup(base.memory.folder);
  }
  rmSync(base.folder, { recursive: true, force: true });
}

/** A room for one cell. `user`: nobody else's at the same time, so that a limit on processes counts this cell only. */
export function openRoom(base, name, user) {
  const folder = join(base.folder, name);
  const cgroup = join(base.cgroup, name);
  makeCgroup(cgroup);
  delegate(cgroup, user);
  const memory = base.memory ? join(base.memory.folder, name) : null;
  if (memory && !existsSync(memory)) makeCgroup(memory);
  for (const part of ['', 'tmp', 'home', 'state', 'first', 'second']) {
    mkdirSync(join(folder, part), { mode: 0o700 });
    chownSync(join(folder, part), user, user);
  }
  return {
    folder,
    cgroup,
    user,
    memory: memory && { ...base.memory, folder: memory },
    temporaryFolder: join(folder, 'tmp'),
    stateFolder: join(folder, 'state'),
    async close() {
      await endCgroup(cgroup);
      if (memory) await endCgroup(memory);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the backend of the `first` or the `second` app has told. */
export function readTold(room, app) {
  const file = join(room.folder, app, 'told');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

/** The first app's backend was asked to end. */
export function hasHeard(room) {
  return existsSync(join(room.folder, 'first', 'heard'));
}

export function hasSaved(room) {
  return existsSync(join(room.folder, 'first', 'saved'));
}
