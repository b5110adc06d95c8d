import { randomBytes } from 'node:crypto';
import type { LeftProcess } from '@lifebound/core';
import { killUntilEmpty, send, sendAll } from '../empty.js';
import { launch } from '../launch.js';
import { listMarked, listProcesses, readProcess } from '../proc.js';
import type { ContainedProcess, SpawnRequest, Tier } from '../tier.js';

/** A session of its own; nothing ends it when this process is killed, but the lifeline that the link holds. */
export const group: Tier = {
  name: 'group',
  probe: () => ({ available: true, reason: '' }),
  async start(request) {
    const mark = newMark();
    const { child, exited } = await launch(request, withMark(request, mark));
    return {
      child,
      pid: child.pid,
      exited,
      cgroup: null,
      adopt: async () => {},
      ...markedGroup(child.pid, mark, exited),
    };
  },
};

/** 16 random bytes in hexadecimal, by which members of the tree are known that left its session. */
export const newMark = () => randomBytes(16).toString('hex');

export function withMark(request: SpawnRequest, mark: string): SpawnRequest {
  return { ...request, env: { ...request.env, LIFEBOUND_TREE: mark } };
}

/** What is done with a group by its leader's pid, and with those who carry its mark. */
export function markedGroup(
  leader: number,
  mark: string,
  exited: Promise<unknown>,
): Pick<ContainedProcess, 'mark' | 'signal' | 'endNow' | 'end'> {
  let hasExited = false;
  void exited.then(() => {
    hasExited = true;
  });
  return {
    mark,
    // After the exit the leader's pid may be a stranger's.
    signal: (signal) => {
      if (!hasExited) send(-leader, signal);
    },
    endNow: () => {
      send(-leader, 'SIGKILL');
      for (const pid of listMarked(mark)) send(pid, 'SIGKILL');
    },
    end: (graceMs) =>
      killUntilEmpty(
        () => listMembers(leader, mark),
        graceMs,
        (left) => sendAll(left, 'SIGKILL'),
      ),
  };
}

/**
 * Living members of the leader's group and session, and who carries the mark. Ids of group and session stay taken while
 * they have members, so a process with the reaped leader's own pid is a stranger, and so are its fellows.
 */
function listMembers(leader: number, mark: string): LeftProcess[] {
  const rows = listProcesses();
  const isReused = rows.some(({ pid }) => pid === leader);
  const members = isReused ? [] : rows.filter((row) => row.group === leader || row.session === leader);
  const known = new Set(members.map(({ pid }) => pid));
  const marked = listMarked(mark).filter((pid) => !known.has(pid));
  return [...members, ...marked.flatMap((pid) => readProcess(pid) ?? [])];
}
