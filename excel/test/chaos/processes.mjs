import { readdirSync, readFileSync } from 'node:fs';

/** Every process below one, `{pid, command}`, the nearest first. */
export function descendantsOf(root) {
  const children = new Map();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = read(`/proc/${name}/stat`);
    if (stat === null) continue;
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [];
  for (const queue = [root]; queue.length > 0; ) {
    for (const pid of children.get(queue.shift()) ?? []) {
      found.push({ pid, command: read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim() ?? '' });
      queue.push(pid);
    }
  }
  return found;
}

export function killNow(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Those that were started with a variable of the environment, wherever they are in the tree. */
export function processesWith(variable) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/environ`)?.split('\0').includes(variable))
    .map(Number);
}

function read(path) {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
}
