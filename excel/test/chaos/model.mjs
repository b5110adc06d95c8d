// What the workbook must be, by a model that knows nothing of journals: every state is a map of its own.

/** Rows 1 to 10 are summed by the formulas; rows are inserted and deleted below. */
export const summedRows = 10;
export const firstFreeRow = 31;
export const formulaColumn = 4;

const place = (row, column) => `${row},${column}`;

/** @returns {Map<string, string>} */
export function applyToState(state, operation) {
  const after = new Map(state);
  if (operation.kind === 'set')
    for (const { row, column, input } of operation.edits)
      if (input === '') after.delete(place(row, column));
      else after.set(place(row, column), input);
  else {
    const { row: at, count } = operation;
    after.clear();
    for (const [key, input] of state) {
      const [row, column] = key.split(',').map(Number);
      if (row < at) after.set(key, input);
      else if (operation.kind === 'insertRows') after.set(place(row + count, column), input);
      else if (row >= at + count) after.set(place(row - count, column), input);
    }
  }
  return after;
}

/** The state and what can be undone and redone; never changed in place, so that a copy is a look ahead. */
export class Model {
  constructor(state = new Map(), done = [], undone = []) {
    this.state = state;
    this.done = done;
    this.undone = undone;
  }

  after(operation) {
    if (operation.kind === 'undo')
      return new Model(this.done.at(-1), this.done.slice(0, -1), [...this.undone, this.state]);
    if (operation.kind === 'redo')
      return new Model(this.undone.at(-1), [...this.done, this.state], this.undone.slice(0, -1));
    return new Model(applyToState(this.state, operation), [...this.done, this.state], []);
  }
}

/** What cells show: `{'row,column': text}`, sorted. */
export function shownTexts(state) {
  let sum = 0;
  for (const [key, input] of state) {
    const [row, column] = key.split(',').map(Number);
    if (row <= summedRows && column < formulaColumn && /^\d+$/.test(input)) sum += Number(input);
  }
  const texts = [...state].map(([key, input]) => {
    const added = /^=SUM\(A1:C10\)\+(\d+)$/.exec(input);
    return [key, added ? String(sum + Number(added[1])) : input];
  });
  return Object.fromEntries(texts.sort(([one], [other]) => (one < other ? -1 : 1)));
}
