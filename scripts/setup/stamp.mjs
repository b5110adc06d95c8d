// A step is done when its inputs are the same as when it last ended well, and what it made is still there.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';

const folder = join(root, '.setup');
const skipped = new Set(['node_modules', 'dist', '__pycache__', '.venv', 'target', 'gen']);

function* filesBelow(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (skipped.has(entry.name) || entry.name.endsWith('.egg-info')) continue;
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* filesBelow(child);
    else if (entry.isFile()) yield child;
  }
}

/** A hash over the contents of files and folders (by content: a fresh clone has new times). */
export function hashInputs(paths) {
  const hash = createHash('sha256');
  for (const path of paths.map((relative) => join(root, relative))) {
    if (!existsSync(path)) continue;
    for (const file of statSync(path).isDirectory() ? [...filesBelow(path)].sort() : [path]) {
      hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

export function isDone(step) {
  const stamp = join(folder, step.name);
  return (
    step.outputs.every((output) => existsSync(join(root, output))) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === hashInputs(step.inputs)
  );
}

export function markDone(step) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, step.name), hashInputs(step.inputs));
}

/** A step that breaks half way is not done, whatever an earlier stamp said. */
export function markUndone(step) {
  rmSync(join(folder, step.name), { force: true });
}
