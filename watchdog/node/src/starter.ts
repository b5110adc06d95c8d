import { backendEnvironment, type Containment, type Effect, type WatchdogConfig } from '@lifebound/core';
import type { BodyOptions } from './options.js';
import { chooseContainment, startContained } from './process/contain.js';
import { readProcess } from './process/proc.js';
import type { ContainedProcess } from './process/tier.js';
import { findHere } from './state/here.js';
import { RecordFile } from './state/run-record.js';
import { type Swept, sweep } from './state/sweep.js';
import { Tree } from './tree.js';

type Spawn = Extract<Effect, { type: 'spawn' }>;

export interface Started {
  readonly contained: ContainedProcess;
  readonly tree: Tree;
  readonly containment: Containment;
  readonly nonce: string;
}

/** Says once in a process what it has found: two watchdogs need not sweep twice. */
let swept: Promise<Swept> | null = null;

/** Starts a generation: what lost hosts have left goes first, then a contained process, on record from its first moment. */
export class Starter {
  readonly #config: WatchdogConfig;
  readonly #options: BodyOptions;
  readonly #say: (level: 'INFO' | 'WARN', text: string) => void;
  /** Looked for with the first spawn, since it costs some milliseconds; a forced one at once, since it may fail. */
  #containment: Containment | null;
  #hasWarned = false;

  /** @throws LifeboundFailure when a forced tier is not to be had */
  constructor(
    config: WatchdogConfig,
    options: BodyOptions,
    say: (level: 'INFO' | 'WARN', text: string) => void,
  ) {
    this.#containment = config.containment === null ? null : chooseContainment(config.containment);
    this.#config = config;
    this.#options = options;
    this.#say = say;
  }

  /** Rejects with a short reason such as `permission denied`. */
  async start({ generation, program, args, link }: Spawn): Promise<Started> {
    await this.#sweep();
    const nonce = link ? await drawNonce() : '';
    this.#containment ??= chooseContainment(null);
    const containment = this.#containment;
    const contained = await startContained(containment.tier, {
      program,
      args,
      cwd: this.#options.cwd,
      env: this.#environment(link),
      stdio: this.#stdio(link),
      graceMs: this.#config.terminationTimeoutMs,
      warn: (text) => this.#say('WARN', text),
    });
    const head = {
      id: this.#options.id,
      label: this.#config.label,
      ...findHere(),
      host: { pid: process.pid, start: readProcess(process.pid)?.start ?? '' },
      program,
      tier: containment.tier,
    };
    const tree = new Tree(contained, head, new RecordFile(generation));
    if (!tree.record()) this.#warnOfNoRecord();
    return { contained, tree, containment, nonce };
  }

  async #sweep(): Promise<void> {
    if (swept !== null) return void (await swept);
    swept = sweep(this.#config.terminationTimeoutMs);
    const { ended, corrupt } = await swept;
    if (ended.length > 0) {
      const names = ended.map(({ pid, name }) => `${name} (${pid})`).join(', ');
      this.#say('INFO', `Ended what an earlier run had left behind: ${names}`);
    }
    for (const name of corrupt) {
      this.#say(
        'WARN',
        `Removed the record ${name} of an earlier run: it can't be read, so what it left, if anything, is not ended`,
      );
    }
  }

  #warnOfNoRecord(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#say(
      'WARN',
      'The record of this run could not be written: after a power cut the next start will not know what to end. Check the disk and the state folder',
    );
  }

  #environment(link: boolean): NodeJS.ProcessEnv {
    const { set, unset } = backendEnvironment(process.env, link);
    const inherited = { ...process.env };
    // An outer Lifebound's mark is not this tree's; the group's and the keeper's own is set with the spawn.
    for (const name of [...unset, 'LIFEBOUND_TREE']) delete inherited[name];
    const { env, logFile } = this.#options;
    // What the user set by hand has the last word, but for the link's own marks.
    return {
      ...inherited,
      ...set,
      ...env,
      ...(link && { LIFEBOUND_LINK: set.LIFEBOUND_LINK }),
      ...(link && logFile !== null && { LIFEBOUND_LOG_FILE: logFile }),
    };
  }

  #stdio(link: boolean): ('pipe' | 'inherit' | 'ignore')[] {
    if (link) return ['pipe', 'pipe', 'pipe'];
    const { input, output } = this.#options;
    return [input, output, output];
  }
}

/** 16 random bytes. Loaded when needed: crypto and its kin cost 2 MB of memory. */
async function drawNonce(): Promise<string> {
  const { randomBytes } = await import('node:crypto');
  return randomBytes(16).toString('hex');
}
