import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kill } from '../machine/processes.mjs';
import { waitUntil } from '../machine/wait.mjs';
import { CellFailure } from './failure.mjs';
import { closeWindow, panic } from './requests.mjs';

const hungMs = 50;

/** Lets the app die in the cell's way. */
export async function letDie(cell, room, host, python) {
  switch (cell.death) {
    case 'killed':
    case 'reload':
      return kill(host.appPid(), 'SIGKILL');
    case 'terminated':
      return kill(host.appPid(), 'SIGTERM');
    case 'closed':
      return closeWindow(cell, host);
    case 'panic':
      return panic(cell, host);
    case 'hung':
      kill(host.appPid(), 'SIGSTOP');
      await sleep(hungMs);
      return kill(host.appPid(), 'SIGKILL');
    case 'hangup':
      // Its own end of the terminal goes with it.
      return kill(host.process.pid, 'SIGKILL');
    case 'oom':
      return runOutOfMemory(room, host, python);
    default:
      throw new Error(`nobody knows how to do "${cell.death}" here`);
  }
}

/** Somebody in the app's memory group eats what it may have, and the kernel kills the app for it. */
async function runOutOfMemory(room, host, python) {
  const { folder, limit, usage, kills } = room.memory;
  const eater = spawn(python, [join(import.meta.dirname, '../hosts/eats_memory.py'), String(host.pid)], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  try {
    eater.stdin.on('error', () => {});
    let isReady = false;
    eater.stdout.once('data', () => {
      isReady = true;
    });
    await waitUntil(() => isReady, { timeoutMs: 10_000 });
    writeFileSync(join(folder, 'cgroup.procs'), String(eater.pid));
    writeFileSync(`/proc/${host.pid}/oom_score_adj`, '1000');
    const used = Number(readFileSync(join(folder, usage), 'utf8'));
    writeFileSync(join(folder, limit), String(used + 2 * 1024 * 1024));
    eater.stdin.write('go\n');
    const isGone = await waitUntil(() => host.isGone, { timeoutMs: 20_000 });
    if (!isGone) throw new CellFailure('the kernel has not killed the app for its memory', host);
    // A backend that was just starting something may have been the next one: then it has nothing to save any more.
    room.killedByKernel = killsIn(folder, kills);
  } finally {
    eater.kill('SIGKILL');
    // The backend is to have its time to save, and the memory for it.
    writeFileSync(join(folder, limit), limit === 'memory.max' ? 'max' : '-1');
  }
}

function killsIn(folder, file) {
  return Number(readFileSync(join(folder, file), 'utf8').match(/^oom_kill (\d+)$/m)?.[1] ?? 0);
}
