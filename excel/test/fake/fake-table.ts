import type { CellRange, FindOptions, Operation } from '../../src/service/api.js';
import { type FakeSheet, placesOf, putCell, usedRange } from './fake-model.js';
import type { Done } from './fake-operations.js';
import { shiftInput } from './fake-references.js';
import { shownAt } from './fake-values.js';

export function sort(sheet: FakeSheet, { range, header, by }: Extract<Operation, { kind: 'sort' }>): Done {
  const top = range.top + (header ? 1 : 0);
  const bottom = Math.min(range.top + range.rows - 1, usedRange(sheet).rows);
  const rows = Array.from({ length: bottom - top + 1 }, (_, index) => top + index);
  const keysOf = (row: number) => by.map(({ column }) => shownAt(sheet, row, column).value);
  const sorted = rows.map((row) => ({ row, keys: keysOf(row) }));
  sorted.sort((a, b) => {
    for (const [index, { descending }] of by.entries()) {
      const [left, right] = [a.keys[index] ?? null, b.keys[index] ?? null];
      if (left === right) continue;
      if (left === null || right === null) return left === null ? 1 : -1;
      const order =
        typeof left === typeof right ? (left < right ? -1 : 1) : typeof left === 'number' ? -1 : 1;
      return descending ? -order : order;
    }
    return 0;
  });
  const before = new Map(sheet.cells);
  sorted.forEach(({ row: from }, index) => {
    const to = top + index;
    for (let column = range.left; column < range.left + range.columns; column++) {
      const cell = before.get(`${from}:${column}`);
      sheet.cells.delete(`${to}:${column}`);
      if (cell) putCell(sheet, to, column, { ...cell, input: shiftInput(cell.input, to - from, 0) });
    }
  });
  return { target: range };
}

export function isMatch(text: string, find: FindOptions): boolean {
  const [where, what] = find.matchCase ? [text, find.text] : [text.toLowerCase(), find.text.toLowerCase()];
  return find.wholeCell ? where === what : what !== '' && where.includes(what);
}

export function replace(sheet: FakeSheet, find: FindOptions, replacement: string): Done {
  let count = 0;
  const pattern = new RegExp(find.text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), find.matchCase ? 'g' : 'gi');
  for (const { row, column, cell } of placesOf(sheet)) {
    if (!isMatch(cell.input, find)) continue;
    putCell(sheet, row, column, {
      input: find.wholeCell ? replacement : cell.input.replace(pattern, () => replacement),
    });
    count += 1;
  }
  return { count };
}

export function filter(
  sheet: FakeSheet,
  range: CellRange | null,
  choices: Extract<Operation, { kind: 'filter' }>['choices'],
): Done {
  const old = sheet.filter?.range;
  if (old) for (let row = old.top; row < old.top + old.rows; row++) sheet.heights.delete(row);
  sheet.filter = range && { range, choices };
  if (!range) return {};
  for (let row = range.top + 1; row < range.top + range.rows; row++) {
    const stays = choices.every(
      ({ column, texts }) => texts?.includes(shownAt(sheet, row, column).text) ?? true,
    );
    if (!stays) sheet.heights.set(row, 0);
  }
  return {};
}
