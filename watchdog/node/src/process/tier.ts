import type { ChildProcess } from 'node:child_process';
import type { ContainmentTier, LeftProcess, ProcessKey, TierFinding } from '@lifebound/core';

export interface SpawnRequest {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Of descriptors 0, 1 and 2. */
  readonly stdio: readonly ('pipe' | 'inherit' | 'ignore')[];
  /** What a tree gets to save when the host is killed: from SIGTERM to SIGKILL. */
  readonly graceMs: number;
  /** A line for the log: something of ours has died, and the tree is less safe than it was. */
  readonly warn: (text: string) => void;
}

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One way to hold the backend's tree together. Made once per process. */
export interface Tier {
  readonly name: ContainmentTier;
  /** Tries it for real, in a few milliseconds; asked once. */
  probe(): Omit<TierFinding, 'tier'>;
  /** Rejects with a short reason such as `permission denied`. */
  start(request: SpawnRequest): Promise<ContainedProcess>;
}

/** The backend and all that it starts, bound to this process. */
export interface ContainedProcess {
  /** Its streams. Its exit is told by `exited`: a wrapper may have more to say. */
  readonly child: ChildProcess;
  /** Of the program itself, as the host sees it. */
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** What else a record needs to find the tree again. */
  readonly cgroup: string | null;
  readonly mark: string | null;
  /** To the whole tree. Who is gone already is no error. */
  signal(signal: 'SIGTERM' | 'SIGKILL'): void;
  /** At the host's own exit, when nothing asynchronous can run any more. */
  endNow(): void;
  /** The leader has ended: what is left may go by itself for `graceMs`, then is killed; gives who would not go. */
  end(graceMs: number): Promise<LeftProcess[]>;
  /** A helper outside the tree. Once this resolves, it ends even when this process is killed, or a warning was given. */
  adopt(helper: ProcessKey): Promise<void>;
}
