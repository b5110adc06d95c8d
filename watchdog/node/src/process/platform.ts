import type { TierFinding } from '@lifebound/core';
import * as posix from './tree.posix.js';
import * as windows from './tree.windows.js';

/** The only place that asks for the operating system, with its neighbours in this folder. */
export const isWindows = process.platform === 'win32';

/** What is done with a backend's tree of processes, by its leader's pid. */
export interface Tree {
  readonly spawnOptions: { readonly detached: boolean };
  readonly findings: readonly TierFinding[];
  /** To the whole tree, while its leader lives. */
  signalTree(leader: number, signal: 'SIGTERM' | 'SIGKILL'): void;
  /** At the host's own exit, when nothing asynchronous can run any more. */
  endTreeNow(leader: number): void;
  /** The leader has ended: ends what is left, waits until it is gone, and gives the pids that would not go. */
  endTree(leader: number): Promise<number[]>;
}

export const tree: Tree = isWindows ? windows : posix;
