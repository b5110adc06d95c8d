import type { LeftProcess, ProcessKey, RunRecord } from '@lifebound/core';
import { endPolitely } from './process/empty.js';
import { findHelper } from './process/helper.js';
import { isSame, isTraced, readProcess } from './process/proc.js';
import type { ContainedProcess } from './process/tier.js';
import type { RecordFile } from './state/run-record.js';

/** How long a helper may take to close what it has open; the backend's own grace is over by then. */
const helperGraceMs = 1_000;

export type RecordHead = Pick<
  RunRecord,
  'id' | 'label' | 'bootId' | 'namespace' | 'host' | 'program' | 'tier'
>;

/** All that one generation has started: the contained tree, and declared helpers outside of it. On record while it lives. */
export class Tree {
  readonly #contained: ContainedProcess;
  readonly #file: RecordFile;
  readonly #head: RecordHead;
  readonly #leader: ProcessKey | null;
  readonly #helpers: ProcessKey[] = [];

  constructor(contained: ContainedProcess, head: RecordHead, file: RecordFile) {
    this.#contained = contained;
    this.#head = head;
    this.#file = file;
    // The wrapper, where there is one: its number is the group's.
    this.#leader = readProcess(contained.child.pid ?? contained.pid);
  }

  /** `false`: the next start will know nothing of this backend. */
  record(): boolean {
    // Gone already, or a system that gives no start times.
    if (this.#leader === null) return true;
    const { pid, start } = this.#leader;
    const { cgroup, mark } = this.#contained;
    const helpers = this.#helpers.map((helper) => ({ pid: helper.pid, start: helper.start }));
    return this.#file.write({ version: 1, ...this.#head, leader: { pid, start }, cgroup, mark, helpers });
  }

  /** The helper's name once its end is assured, or why it is refused. */
  async declare(
    pid: number,
    namespace: string | null,
  ): Promise<{ readonly name: string } | { readonly refused: string }> {
    const own = [this.#contained.pid, this.#contained.child.pid ?? this.#contained.pid];
    const answer = findHelper(pid, namespace, own);
    if ('refused' in answer) return answer;
    const { helper } = answer;
    if (!this.#helpers.some((known) => known.pid === helper.pid && known.start === helper.start)) {
      this.#helpers.push({ pid: helper.pid, start: helper.start });
      this.record();
      await this.#contained.adopt(helper);
    }
    return { name: helper.name };
  }

  get isTraced(): boolean {
    return isTraced(this.#contained.pid);
  }

  /** After the leader's exit: ends what is left, and gives who would not go. */
  async end(graceMs: number): Promise<LeftProcess[]> {
    const inside = await this.#contained.end(graceMs);
    const list = () => this.#helpers.filter(isSame).flatMap(({ pid }) => readProcess(pid) ?? []);
    const left = [...inside, ...(await endPolitely(list, helperGraceMs))];
    if (left.length === 0) this.#file.remove();
    return left;
  }
}
