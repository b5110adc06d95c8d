import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { AppGone, Refused } from './app.mjs';
import { Model, shownTexts } from './model.mjs';
import { callOf } from './operations.mjs';

const loadKey = 'load';
const away = new Set(['BACKEND_GONE', 'BACKEND_NOT_READY']);
const settleDeadlineMs = 30_000;

/** One workbook as its user's side sees it: what was acknowledged, and what was sent and not. */
export class User {
  /** The acknowledged state. */
  model = new Model();
  /** What the file holds: the last save that was told, and one that was not. */
  saved = { model: null, maybe: null };
  pending = [];
  acknowledged = 0;
  setAside = 0;
  #app;

  constructor(app, workbook) {
    this.#app = app;
    this.workbook = workbook;
  }

  /** The state when all that was sent has taken effect. */
  get expected() {
    return this.pending.reduce((model, operation) => model.after(operation), this.model);
  }

  send(operation) {
    const sent = { ...operation };
    this.pending.push(sent);
    sent.answer = this.#app.call(...callOf(sent, this.workbook));
    // It is looked at in `settle`, in the order of sending.
    sent.answer.catch(() => {});
  }

  /** Waits for every answer; what the app's end took away is sent again, by the same key and in the same order. */
  async settle() {
    while (this.pending.length > 0) {
      await this.#settleOne(this.pending[0]);
      this.model = this.model.after(this.pending[0]);
      this.pending.shift();
      this.acknowledged++;
    }
  }

  async #settleOne(operation) {
    const deadline = Date.now() + settleDeadlineMs;
    let { answer } = operation;
    for (;;) {
      try {
        return await answer;
      } catch (error) {
        if (error instanceof AppGone || Date.now() > deadline) throw error;
        await this.#overcome(error, operation.key);
        answer = this.#app.call(...callOf(operation, this.workbook));
      }
    }
  }

  async #overcome(error, key) {
    if (error.code === 'QUARANTINED') {
      // Killed twice by us while it was tried: nothing is wrong with it.
      this.setAside++;
      await this.#retry(key);
    } else if (error.code === 'READ_ONLY') {
      this.setAside++;
      await this.#retry(loadKey);
    } else if (!away.has(error.code)) throw error;
    else await wait(5);
  }

  async #retry(key) {
    try {
      await this.#app.call('quarantine/retry', { workbook: this.workbook, key }, 'never');
    } catch (error) {
      if (!(error instanceof Refused && (away.has(error.code) || error.code === 'INVALID_PARAMS')))
        throw error;
    }
  }

  /** Saves what was acknowledged. @returns whether it was told to be done */
  async save() {
    this.saved.maybe = this.model;
    try {
      await this.#app.call('workbook/save', { workbook: this.workbook }, 'never');
    } catch (error) {
      if (error instanceof AppGone || away.has(error.code)) return false;
      throw error;
    }
    this.saved = { model: this.model, maybe: null };
    return true;
  }

  /** After the app's end: another run of it, which offers what is in no file, or has the file with all of it. */
  async recover(app, file) {
    this.#app = app;
    const { entries } = await app.call('recovery/list', {});
    if (!entries.some(({ id }) => id === this.workbook)) {
      // The steps for undo went with the app. What was sent last may have taken effect, such as an undo of all.
      this.workbook = (await this.#repeat(() => app.call('workbook/open', { path: file }))).id;
      this.model = new Model((await this.#findPrefix()).state);
      this.pending = [];
      return;
    }
    await this.#reopen();
    for (const operation of this.pending) {
      operation.answer = app.call(...callOf(operation, this.workbook));
      operation.answer.catch(() => {});
    }
  }

  async #findPrefix() {
    const shown = await this.shown();
    let model = this.model;
    for (const operation of [...this.pending, null]) {
      if (isDeepStrictEqual(shown, shownTexts(model.state))) return model;
      if (operation !== null) model = model.after(operation);
    }
    const texts = JSON.stringify(shownTexts(this.model.state));
    throw new Error(
      `Nothing was offered, and the file has ${JSON.stringify(shown)} where ${texts} was acknowledged`,
    );
  }

  async #repeat(call) {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (!away.has(error.code)) throw error;
        await wait(5);
      }
    }
  }

  async #reopen() {
    try {
      return await this.#repeat(() => this.#app.call('recovery/open', { id: this.workbook }, 'never'));
    } catch (error) {
      // Killed in the middle of it: this run of the app has it then.
      if (error.code !== 'UNKNOWN_WORKBOOK') throw error;
      return await this.info();
    }
  }

  async info() {
    const info = await this.#app.call('workbook/info', { workbook: this.workbook });
    if (info.readOnly !== null || info.quarantined > 0) {
      const { operations } = await this.#app.call('quarantine/list', { workbook: this.workbook });
      for (const { key } of operations) await this.#retry(key);
      this.setAside += operations.length;
      return await this.#app.call('workbook/info', { workbook: this.workbook });
    }
    return info;
  }

  /** What the cells show now. */
  async shown() {
    const window = { workbook: this.workbook, sheet: 0, top: 1, left: 1, rows: 200, columns: 6 };
    const { cells } = await this.#app.call('sheet/window', window);
    const filled = cells
      .filter(({ text }) => text !== '')
      .map(({ row, column, text }) => [`${row},${column}`, text]);
    return Object.fromEntries(filled.sort(([one], [other]) => (one < other ? -1 : 1)));
  }
}
