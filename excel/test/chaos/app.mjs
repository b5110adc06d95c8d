import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { descendantsOf, killNow, processesWith } from './processes.mjs';

/** The lifeline's grace, and a slow machine. */
const boundDeadlineMs = 15_000;

export class AppGone extends Error {}

/** The service's own refusal: `code` of docs/errors.md. */
export class Refused extends Error {
  constructor({ code, message }) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** One run of the app: a host process with its watchdog and the service. */
export class App {
  #child;
  #waiting = new Map();
  #nextId = 1;
  #variable;
  /** The last lines of its log. */
  lines = [];

  constructor({ program, script, data, environment = {} }) {
    this.#variable = `LIFEBOUND_EXCEL_DATA=${data}`;
    const argument = JSON.stringify({ program, script, data, session: randomUUID() });
    this.#child = fork(new URL('host.mjs', import.meta.url), [argument], {
      stdio: ['ignore', 2, 2, 'ipc'],
      env: { ...process.env, ...environment },
    });
    this.#child.on('message', (message) => this.#take(message));
    this.#child.once('exit', () => {
      for (const { reject } of this.#waiting.values()) reject(new AppGone('the app has ended'));
      this.#waiting.clear();
    });
  }

  get isGone() {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** @throws (by rejection) Refused, AppGone */
  call(method, params, retry = 'safe') {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      if (!this.#child.connected) return reject(new AppGone('the app has ended'));
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, method, params, retry }, (error) => {
        if (error && this.#waiting.delete(id)) reject(new AppGone(error.message));
      });
    });
  }

  /** SIGKILL to the service alone: the app stays. */
  killBackend() {
    const backend = descendantsOf(this.#child.pid).find(({ command }) =>
      /^\S*python\S* \S*main\.py$/.test(command),
    );
    if (backend) killNow(backend.pid);
    return backend !== undefined;
  }

  /** SIGKILL to the app's own process: what is bound to it must follow. */
  async killHost() {
    killNow(this.#child.pid);
    await this.#allGone(() => {});
  }

  /** SIGKILL to all at once, as far as the user's programs see a power cut. */
  async killTree() {
    const all = descendantsOf(this.#child.pid).map(({ pid }) => pid);
    for (const pid of [...all, this.#child.pid]) killNow(pid);
    // One may have been started in that moment.
    await this.#allGone(() => processesWith(this.#variable).forEach(killNow));
  }

  async close() {
    if (this.isGone) return;
    this.#child.disconnect();
    await this.#allGone(() => {});
  }

  async #allGone(help) {
    if (!this.isGone) await once(this.#child, 'exit');
    const deadline = Date.now() + boundDeadlineMs;
    for (;;) {
      const left = processesWith(this.#variable);
      if (left.length === 0) return;
      if (Date.now() > deadline) throw new Error(`The processes ${left} outlived the app`);
      help();
      await wait(10);
    }
  }

  #take({ id, result, error, line }) {
    if (line !== undefined) {
      this.lines = [...this.lines, line].slice(-40);
      return;
    }
    const call = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) call?.reject(new Refused(error));
    else call?.resolve(result);
  }
}
