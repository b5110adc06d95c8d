import { Job } from './job.windows.js';

/** This process's own; held to its end. */
let hostJob: Job | null = null;
let births = 0;

/**
 * Puts this process into a job of its own, which lets everything break away: other programs that the app starts are
 * no business of ours. Newer versions of libuv do the same at the first spawn.
 * @throws Error in words for the status
 */
export function enterHostJob(): void {
  if (hostJob !== null) return;
  const job = new Job();
  job.holdNewcomers(false);
  job.add(process.pid);
  hostJob = job;
}

/**
 * Node can't start a program suspended, so it would run for a moment before it can be put into a job of its own. While
 * `start` works, nothing breaks away from the host's job: the program is born in it, and so is what it starts, and the
 * kernel ends them if this process is killed in that moment.
 */
export async function startInHostJob<Started>(start: () => Promise<Started>): Promise<Started> {
  enterHostJob();
  births += 1;
  hostJob?.holdNewcomers(true);
  try {
    return await start();
  } finally {
    births -= 1;
    if (births === 0) hostJob?.holdNewcomers(false);
  }
}
