import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { keeperOf, wrap } from '@lifebound/core';
import { CgroupFolder, findOwnCgroup } from '../cgroup-folder.js';
import { killUntilEmpty, send } from '../empty.js';
import { Keeper } from '../keeper.js';
import { checkProgram, launch } from '../launch.js';
import { readProcess } from '../proc.js';
import type { Tier } from '../tier.js';

/** A cgroup of its own below ours, and a keeper outside it. Linux, where a subtree is delegated to us. */
export const cgroup: Tier = {
  name: 'cgroup',
  probe() {
    const parent = findOwnCgroup();
    if (parent === null) return { available: false, reason: 'there is no cgroup v2' };
    try {
      const folder = new CgroupFolder(parent);
      try {
        if (!existsSync(join(folder.path, 'cgroup.kill'))) {
          return { available: false, reason: 'the kernel has no cgroup.kill (Linux 5.14)' };
        }
        const binding = { tier: 'cgroup', graceMs: 0, folder: folder.path } as const;
        const { program, args } = wrap(binding, { program: 'true', args: [] });
        const { status } = spawnSync(program, [...args], { timeout: 5_000 });
        return status === 0
          ? { available: true, reason: '' }
          : { available: false, reason: 'a process may not be moved into a cgroup below ours' };
      } finally {
        folder.remove();
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return { available: false, reason: `no cgroup is delegated to us (${code})` };
    }
  },
  async start(request) {
    checkProgram(request);
    const folder = new CgroupFolder(findOwnCgroup() ?? '/');
    const binding = { tier: 'cgroup', graceMs: request.graceMs, folder: folder.path } as const;
    const kept = await Keeper.start(keeperOf(binding)!, request.warn).catch((error: unknown) => {
      folder.remove();
      throw error;
    });
    const release = () => {
      folder.remove();
      kept.done();
    };
    try {
      const { child, exited } = await launch(wrap(binding, request), request, [kept.lifeline]);
      return {
        child,
        pid: child.pid,
        exited,
        cgroup: folder.path,
        mark: null,
        signal(signal) {
          if (signal === 'SIGKILL') folder.kill();
          else for (const pid of folder.list()) send(pid, signal);
        },
        endNow: () => folder.kill(),
        async end(graceMs) {
          const left = await killUntilEmpty(
            () => (folder.isEmpty ? [] : folder.list().flatMap((pid) => readProcess(pid) ?? [])),
            graceMs,
            () => folder.kill(),
          );
          if (left.length === 0) release();
          return left;
        },
        adopt: async (helper) => kept.adopt(helper),
      };
    } catch (error) {
      release();
      throw error;
    }
  },
};
