import { nameCell } from '../plan/cell-name.mjs';

/** Counts the results as they come, and prints a line for each failure and one every ten seconds. */
export class Summary {
  #results = [];
  #started = performance.now();
  #toldAt = performance.now();
  #count;
  #replay;

  /** `replay(cell)`: the command that runs it again. */
  constructor(count, replay) {
    this.#count = count;
    this.#replay = replay;
  }

  add(result) {
    this.#results.push(result);
    if (result.error) {
      console.log(
        `FAILED ${nameCell(result.cell)}: ${result.error}\n       again: ${this.#replay(result.cell)}`,
      );
    }
    if (performance.now() - this.#toldAt < 10_000) return;
    this.#toldAt = performance.now();
    console.log(
      `[faults] ${this.#results.length} of ${this.#count}, ${this.failed} failed, ${this.#perSecond()} a second`,
    );
  }

  get failed() {
    return this.#results.filter(({ error }) => error).length;
  }

  /** Tables for people, and for docs/faults.md. */
  print() {
    for (const axis of ['host', 'tier', 'backend', 'death', 'moment']) console.log(`\n${this.#table(axis)}`);
    const rate = this.#perSecond();
    const hours = (10_000 / Number(rate) / 3600).toFixed(1);
    console.log(`\n${rate} cells a second: 10,000 take ${hours} h here`);
    this.printCounts();
  }

  printCounts() {
    const slow = this.#results.filter(({ wasSlow }) => wasSlow).length;
    if (slow > 0)
      console.log(`\n${slow} backends did not get ready with their end in a whole grace: a busy machine`);
    console.log(`\n${this.#results.length - this.failed} passed, ${this.failed} failed`);
  }

  #table(axis) {
    const names = [...new Set(this.#results.map(({ cell }) => cell[axis]))].sort();
    const rows = names.map((name) => {
      const mine = this.#results.filter(({ cell }) => cell[axis] === name);
      const failed = mine.filter(({ error }) => error).length;
      const times = mine.flatMap(({ emptyAfterMs }) => emptyAfterMs ?? []).sort((one, other) => one - other);
      return `| ${name} | ${mine.length} | ${failed} | ${show(times, 0.5)} | ${show(times, 1)} |`;
    });
    return [
      `| ${axis} | cells | failed | empty after, ms: median | most |`,
      '|---|---|---|---|---|',
      ...rows,
    ].join('\n');
  }

  #perSecond() {
    return ((this.#results.length / (performance.now() - this.#started)) * 1000).toFixed(2);
  }
}

function show(times, share) {
  if (times.length === 0) return '–';
  return times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0);
}
