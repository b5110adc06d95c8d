import { killUntilEmpty } from '../empty.js';
import { enterHostJob, startInHostJob } from '../host-job.windows.js';
import { Job } from '../job.windows.js';
import { type Launched, launch } from '../launch.js';
import type { ContainedProcess, Tier } from '../tier.js';

/**
 * A Job Object of its own for each generation: all that the backend starts is in it, detached or not, and the kernel
 * ends it with this process, by whatever death. Its other end is `TerminateJobObject`; SIGTERM can't be delivered here,
 * the message and the closed stdin are the polite end. docs/decisions/windows-job.md has the particulars.
 */
export const job: Tier = {
  name: 'job',
  probe() {
    try {
      enterHostJob();
      return { available: true, reason: '' };
    } catch (error) {
      return { available: false, reason: (error as Error).message };
    }
  },
  async start(request) {
    // Before the process is there: no handle to be had is then a failed start, and no orphan.
    const tree = new Job();
    try {
      const { child, exited } = await startInHostJob(async () => {
        // `detached` would open a console, and leave libuv's own job out.
        const launched = await launch(request, request, [], false);
        bind(tree, launched.child);
        return launched;
      });
      return { child, pid: child.pid, exited, cgroup: null, mark: null, ...boundBy(tree) };
    } catch (error) {
      tree.close();
      throw error;
    }
  },
};

function bind(tree: Job, child: Launched): void {
  try {
    tree.add(child.pid);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

function boundBy(tree: Job): Pick<ContainedProcess, 'signal' | 'endNow' | 'end' | 'adopt'> {
  // One each: only an empty job can take a process that is in somebody else's already.
  const helpers: Job[] = [];
  return {
    signal(signal) {
      if (signal === 'SIGKILL') tree.terminate();
    },
    endNow: () => tree.terminate(),
    async end(graceMs) {
      const left = await killUntilEmpty(
        () => tree.list(),
        graceMs,
        () => tree.terminate(),
      );
      if (left.length === 0) for (const one of [tree, ...helpers]) one.close();
      return left;
    },
    async adopt({ pid, start }) {
      const helper = new Job();
      helpers.push(helper);
      helper.add(pid, start);
    },
  };
}
