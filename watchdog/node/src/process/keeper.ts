import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import type { Command, ProcessKey } from '@lifebound/core';

/** A keeper that dies as soon as it is started can't be had: not again for ever. */
const mostStarts = 100;

type Running = ChildProcess & { readonly pid: number; readonly stdin: Writable };

/**
 * The process that outlives this one and ends the tree then (`keeperScript` of the core). When it dies itself, the next
 * one is told the same.
 */
export class Keeper {
  readonly #command: Command;
  readonly #warn: (text: string) => void;
  readonly #known: string[] = [];
  #child: Running;
  #starts = 1;
  #isDone = false;

  private constructor(command: Command, child: Running, warn: (text: string) => void) {
    this.#command = command;
    this.#warn = warn;
    this.#child = child;
    this.#watch();
  }

  /** Rejects with what spawn reports: without a keeper, a backend would not be bound. */
  static async start(command: Command, warn: (text: string) => void): Promise<Keeper> {
    return new Keeper(command, await spawnKeeper(command), warn);
  }

  /** The end that the backend holds until it is bound. */
  get lifeline(): Writable {
    return this.#child.stdin;
  }

  /** The backend tells its group by itself; a later keeper has to be told. */
  remember(line: string): void {
    this.#known.push(line);
  }

  adopt({ pid, start }: ProcessKey): void {
    const line = `helper ${pid} ${start}\n`;
    this.#known.push(line);
    this.lifeline.write(line);
  }

  /** Nothing is left to keep. */
  done(): void {
    this.#isDone = true;
    this.lifeline.end('done\n');
  }

  #watch(): void {
    this.#child.once('exit', () => void this.#restart());
  }

  async #restart(): Promise<void> {
    if (this.#isDone) return;
    try {
      if (this.#starts >= mostStarts) throw new Error(`it has ended ${mostStarts} times`);
      this.#starts += 1;
      this.#child = await spawnKeeper(this.#command);
      this.#watch();
      for (const line of this.#known) this.lifeline.write(line);
      if (this.#isDone) this.done();
      this.#warn('The keeper of the backend had ended, and was started again');
    } catch (error) {
      this.#warn(
        `The keeper of the backend has ended and can't be started again (${(error as Error).message}): if this app is killed now, only the next start ends the backend`,
      );
    }
  }
}

async function spawnKeeper({ program, args }: Command): Promise<Running> {
  const child = spawn(program, [...args], {
    // Without the environment's marks: an outer keeper must not end this one before its work is done.
    env: { PATH: process.env.PATH },
    // A session of its own: no terminal, and no signal to the host's group, may reach it.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Out of processes or descriptors.
  if (child.pid === undefined) await new Promise((_, reject) => child.once('error', reject));
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  // It does not keep the host alive: that is the backend's to do.
  child.unref();
  (child.stdin as unknown as { unref?: () => void }).unref?.();
  return child as Running;
}
