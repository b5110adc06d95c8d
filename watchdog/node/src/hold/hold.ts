import type { FSWatcher } from 'node:fs';
import { errors } from '@lifebound/core';
import { LifeboundFailure } from '../failure.js';
import type { Host } from '../host.js';
import type { BodyOptions } from '../options.js';
import { findProgram } from '../process/find-program.js';
import { untilReplaceable } from './executable.js';
import { HoldMarker } from './marker.js';

/** A virus scan of a large binary takes seconds. */
const executableTimeoutMs = 10_000;

/** The hold of one backend: what the core wants, and the marker by which it lasts over our end and is set from outside. */
export class Hold {
  readonly #host: Host;
  readonly #options: BodyOptions;
  readonly #marker: HoldMarker;
  #watcher: FSWatcher | NodeJS.Timeout | null = null;
  readonly #lookMs: number;

  constructor(host: Host, options: BodyOptions, lookMs: number) {
    this.#host = host;
    this.#options = options;
    this.#lookMs = lookMs;
    this.#marker = new HoldMarker(options.id);
  }

  /** Before the first start: a hold may be set already, and one may be set from outside at any time. */
  begin(): void {
    this.#watcher ??= this.#marker.watch(this.#lookMs, () => this.#follow());
    this.#watcher?.unref();
    this.#follow();
  }

  async set(): Promise<void> {
    const { label, command } = this.#host.status();
    if (!this.#marker.set()) {
      this.#host.say('WARN', 'The hold could not be written to the state folder: it ends with this app');
    }
    await this.#host.dispatchUntilOver({ type: 'hold' });
    this.#keepAlive();
    const { cwd } = this.#options;
    const program = command && findProgram(command.program, cwd, process.env.PATH ?? '');
    if (!(await untilReplaceable(program, cwd, executableTimeoutMs))) {
      throw LifeboundFailure.from(errors.executableBusy(label, program ?? '', executableTimeoutMs));
    }
  }

  clear(): void {
    this.#marker.clear();
    this.#release();
  }

  /** The marker has come or gone. */
  #follow(): void {
    const isHeld = this.#host.status().wanted === 'held';
    if (this.#marker.isSet && !isHeld) {
      this.#host.dispatch({ type: 'hold' });
      this.#keepAlive();
    } else if (!this.#marker.isSet && isHeld) {
      this.#release();
    }
  }

  /** While held, a start may be asked for from outside: the process lives on. */
  #keepAlive(): void {
    this.#watcher?.ref();
  }

  #release(): void {
    this.#watcher?.unref();
    this.#host.dispatch({ type: 'resume' });
  }
}
