import { randomUUID } from 'node:crypto';
import { firstFreeRow, formulaColumn, summedRows } from './model.mjs';

/** Draws what a user does next on a model. Every input is another one: a lost, doubled or late edit shows. */
export class Operations {
  #random;
  #count = 0;

  constructor(random) {
    this.#random = random;
  }

  draw(model) {
    const kinds = ['set', 'set', 'set', 'set', 'set', 'formula', 'clear', 'lines'];
    if (model.done.length > 0) kinds.push('undo', 'undo');
    if (model.undone.length > 0) kinds.push('redo', 'redo', 'redo');
    const kind = this.#random.pick(kinds);
    return { key: randomUUID(), ...this.#make(kind, model) };
  }

  #make(kind, model) {
    const random = this.#random;
    if (kind === 'undo' || kind === 'redo') return { kind };
    if (kind === 'lines')
      return {
        kind: random.pick(['insertRows', 'deleteRows']),
        row: random.whole(firstFreeRow, 60),
        count: random.whole(1, 3),
      };
    if (kind === 'clear') {
      const filled = [...model.state.keys()];
      if (filled.length === 0) return this.#make('set', model);
      const [row, column] = random.pick(filled).split(',').map(Number);
      return { kind: 'set', edits: [{ row, column, input: '' }] };
    }
    if (kind === 'formula') {
      const input = `=SUM(A1:C10)+${this.#next()}`;
      return { kind: 'set', edits: [{ row: random.whole(1, summedRows), column: formulaColumn, input }] };
    }
    const edits = Array.from({ length: random.whole(1, 3) }, () => ({
      row: random.whole(1, 60),
      column: random.whole(1, formulaColumn - 1),
      input: random.next() < 0.7 ? String(this.#next()) : `text ${this.#next()}`,
    }));
    return { kind: 'set', edits };
  }

  #next() {
    this.#count += 1;
    return this.#count;
  }
}

/** As a method of the service. */
export function callOf(operation, workbook) {
  const { key, kind, edits, row, count } = operation;
  if (kind === 'undo' || kind === 'redo') return [`workbook/${kind}`, { workbook, key }];
  if (kind === 'set')
    return ['cells/set', { workbook, key, edits: edits.map((edit) => ({ sheet: 0, ...edit })) }];
  return ['workbook/apply', { workbook, key, operation: { kind, sheet: 0, row, count } }];
}
