import { keeperOf, wrap } from '@lifebound/core';
import { Keeper } from '../keeper.js';
import { checkProgram, launch } from '../launch.js';
import type { Tier } from '../tier.js';
import { markedGroup, newMark, withMark } from './group.js';

/** A session of its own, and a keeper that ends it when this process is killed. Any POSIX system. */
export const keeper: Tier = {
  name: 'keeper',
  probe: () => ({ available: true, reason: '' }),
  async start(request) {
    checkProgram(request);
    const mark = newMark();
    const binding = { tier: 'keeper', graceMs: request.graceMs, mark } as const;
    const kept = await Keeper.start(keeperOf(binding)!, request.warn);
    try {
      const { child, exited } = await launch(wrap(binding, request), withMark(request, mark), [
        kept.lifeline,
      ]);
      kept.remember(`group ${child.pid}\n`);
      const tree = markedGroup(child.pid, mark, exited);
      const end = async (graceMs: number) => {
        const left = await tree.end(graceMs);
        if (left.length === 0) kept.done();
        return left;
      };
      return {
        child,
        pid: child.pid,
        exited,
        cgroup: null,
        adopt: async (helper) => kept.adopt(helper),
        ...tree,
        end,
      };
    } catch (error) {
      kept.done();
      throw error;
    }
  },
};
