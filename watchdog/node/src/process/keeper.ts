import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import type { Command, ProcessKey } from '@lifebound/core';

/** A keeper that dies as soon as it is started can't be had: not again for ever. */
const mostStarts = 100;

/**
 * The process that outlives this one and ends the tree then (`keeperScript` of the core). When it dies itself, the next
 * one is told the same.
 */
export class Keeper {
  readonly #command: Command;
  readonly #known: string[] = [];
  #child: ChildProcess;
  #starts = 0;
  #isDone = false;

  constructor(command: Command) {
    this.#command = command;
    this.#child = this.#start();
  }

  /** The end that the backend holds until it is bound. */
  get lifeline(): Writable {
    return this.#child.stdin as Writable;
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

  #start(): ChildProcess {
    this.#starts += 1;
    const child = spawn(this.#command.program, [...this.#command.args], {
      // Without the environment's marks: an outer keeper must not end this one before its work is done.
      env: { PATH: process.env.PATH },
      // A session of its own: no terminal, and no signal to the host's group, may reach it.
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    // Out of processes or descriptors: the exit tells it.
    child.on('error', () => {});
    child.stdin?.on('error', () => {});
    child.once('exit', () => this.#restart());
    // It does not keep the host alive: that is the backend's to do.
    child.unref();
    (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
    return child;
  }

  #restart(): void {
    if (this.#isDone || this.#starts >= mostStarts) return;
    this.#child = this.#start();
    for (const line of this.#known) this.lifeline.write(line);
  }
}
