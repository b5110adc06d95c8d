import type { CellRange, FindOptions, Operation } from '../../src/service/api.js';
import { setChart } from './fake-charts.js';
import {
  cellAt,
  type FakeBook,
  type FakeCell,
  type FakeFormat,
  type FakeSheet,
  newSheet,
  placesOf,
  putCell,
  usedRange,
} from './fake-model.js';
import { shiftInput } from './fake-references.js';
import { moveSheetLines } from './fake-structure.js';
import { shownAt } from './fake-values.js';

export interface Done {
  readonly target?: CellRange;
  readonly count?: number;
}

/** Does one operation of the contract to the book, or throws `{code, message}`. */
export function applyOperation(book: FakeBook, operation: Operation): Done {
  const sheetOf = (index: number): FakeSheet => {
    const sheet = book.sheets[index];
    if (!sheet) throw { code: 'UNKNOWN_SHEET', message: `There is no sheet ${index + 1}.` };
    return sheet;
  };
  switch (operation.kind) {
    case 'setCells':
      for (const { sheet, row, column, input } of operation.edits)
        putCell(sheetOf(sheet), row, column, { input });
      return {};
    case 'clear':
      return clear(sheetOf(operation.range.sheet), operation.range, operation.what);
    case 'pasteText': {
      const { at, rows } = operation;
      rows.forEach((inputs, down) => {
        inputs.forEach((input, across) => {
          putCell(sheetOf(at.sheet), at.row + down, at.column + across, { input });
        });
      });
      const columns = Math.max(1, ...rows.map(({ length }) => length));
      return { target: { sheet: at.sheet, top: at.row, left: at.column, rows: rows.length, columns } };
    }
    case 'pasteRange':
      return pasteRange(sheetOf(operation.source.sheet), sheetOf(operation.target.sheet), operation);
    case 'moveRange':
      return moveRange(sheetOf(operation.source.sheet), sheetOf(operation.to.sheet), operation);
    case 'fill':
      return fill(sheetOf(operation.source.sheet), operation);
    case 'sort':
      return sort(sheetOf(operation.range.sheet), operation);
    case 'replace':
      return replace(sheetOf(operation.sheet), operation.find, operation.replacement);
    case 'insertRows':
    case 'deleteRows':
      moveSheetLines(
        book,
        sheetOf(operation.sheet),
        'row',
        operation.row,
        (operation.kind === 'insertRows' ? 1 : -1) * operation.count,
      );
      return {};
    case 'insertColumns':
    case 'deleteColumns':
      moveSheetLines(
        book,
        sheetOf(operation.sheet),
        'column',
        operation.column,
        (operation.kind === 'insertColumns' ? 1 : -1) * operation.count,
      );
      return {};
    case 'addSheet':
      book.sheets.splice(operation.at, 0, newSheet(operation.name ?? freeName(book)));
      return {};
    case 'renameSheet':
      checkName(book, operation.name);
      sheetOf(operation.sheet).name = operation.name;
      return {};
    case 'moveSheet': {
      const [sheet] = book.sheets.splice(operation.sheet, 1);
      book.sheets.splice(operation.to, 0, sheet!);
      return {};
    }
    case 'deleteSheet':
      keepOneVisible(book, operation.sheet);
      book.sheets.splice(operation.sheet, 1);
      return {};
    case 'showSheet':
      if (!operation.visible) keepOneVisible(book, operation.sheet);
      sheetOf(operation.sheet).visible = operation.visible;
      return {};
    case 'format':
      return format(sheetOf(operation.range.sheet), operation.range, operation.change);
    case 'sizeColumns':
      setSizes(
        sheetOf(operation.sheet).widths,
        operation.column,
        operation.count,
        operation.hidden ? 0 : operation.widthPx,
      );
      return {};
    case 'sizeRows':
      setSizes(
        sheetOf(operation.sheet).heights,
        operation.row,
        operation.count,
        operation.hidden ? 0 : operation.heightPx,
      );
      return {};
    case 'merge':
      return merge(sheetOf(operation.range.sheet), operation.range, operation.across === true);
    case 'unmerge': {
      const sheet = sheetOf(operation.range.sheet);
      sheet.merges = sheet.merges.filter((one) => !touches(one, operation.range));
      return {};
    }
    case 'freeze':
      Object.assign(sheetOf(operation.sheet), {
        frozenRows: operation.rows,
        frozenColumns: operation.columns,
      });
      return {};
    case 'filter':
      return filter(sheetOf(operation.sheet), operation.range, operation.choices);
    case 'setChart':
      setChart(book, operation.id, operation.chart);
      return {};
  }
}

function clear(sheet: FakeSheet, range: CellRange, what: 'contents' | 'formats' | 'all'): Done {
  for (const { row, column, cell } of placesOf(sheet)) {
    if (!holds(range, row, column)) continue;
    const kept: FakeCell = { input: what === 'formats' ? cell.input : '' };
    sheet.cells.delete(`${row}:${column}`);
    putCell(sheet, row, column, what === 'contents' && cell.format ? { ...kept, format: cell.format } : kept);
  }
  return {};
}

function pasteRange(
  from: FakeSheet,
  to: FakeSheet,
  { source, target, what }: Extract<Operation, { kind: 'pasteRange' }>,
): Done {
  const repeats = target.rows % source.rows === 0 && target.columns % source.columns === 0;
  const [rows, columns] = repeats ? [target.rows, target.columns] : [source.rows, source.columns];
  const copied: [number, number, FakeCell][] = [];
  for (let down = 0; down < rows; down++) {
    for (let across = 0; across < columns; across++) {
      const row = source.top + (down % source.rows);
      const column = source.left + (across % source.columns);
      copied.push([target.top + down, target.left + across, cellAt(from, row, column) ?? { input: '' }]);
      const last = copied.at(-1)!;
      const { value } = shownAt(from, row, column);
      const input =
        what === 'values' ? String(value ?? '') : shiftInput(last[2].input, last[0] - row, last[1] - column);
      copied[copied.length - 1] = [last[0], last[1], { ...last[2], input }];
    }
  }
  for (const [row, column, { input, format: given }] of copied) {
    if (what !== 'formats') putCell(to, row, column, { input });
    if (what === 'all' || what === 'formats') {
      const kept = cellAt(to, row, column)?.input ?? '';
      to.cells.delete(`${row}:${column}`);
      putCell(to, row, column, given ? { input: kept, format: given } : { input: kept });
    }
  }
  return { target: { ...target, rows, columns } };
}

function moveRange(
  from: FakeSheet,
  to: FakeSheet,
  { source, to: place }: Extract<Operation, { kind: 'moveRange' }>,
): Done {
  const moved = placesOf(from).filter(({ row, column }) => holds(source, row, column));
  const target = { ...source, sheet: place.sheet, top: place.row, left: place.column };
  for (const { row, column } of moved) from.cells.delete(`${row}:${column}`);
  clear(to, target, 'all');
  for (const { row, column, cell } of moved)
    putCell(to, row - source.top + place.row, column - source.left + place.column, cell);
  return { target };
}

function fill(sheet: FakeSheet, { source, target, how }: Extract<Operation, { kind: 'fill' }>): Done {
  const down = target.rows > source.rows;
  for (let row = target.top; row < target.top + target.rows; row++) {
    for (let column = target.left; column < target.left + target.columns; column++) {
      if (holds(source, row, column)) continue;
      const wrap = (offset: number, size: number) => ((offset % size) + size) % size;
      const fromRow = source.top + wrap(row - source.top, source.rows);
      const fromColumn = source.left + wrap(column - source.left, source.columns);
      const cell = cellAt(sheet, fromRow, fromColumn) ?? { input: '' };
      const isNumber = cell.input !== '' && Number.isFinite(Number(cell.input));
      const next =
        how === 'series' && isNumber
          ? String(continueSeries(sheet, source, down, row, column))
          : shiftInput(cell.input, row - fromRow, column - fromColumn);
      putCell(sheet, row, column, { ...cell, input: next });
    }
  }
  return { target };
}

/** The first two numbers give the step; a single one is repeated with step 1 only when it stands alone. */
function continueSeries(
  sheet: FakeSheet,
  source: CellRange,
  down: boolean,
  row: number,
  column: number,
): number {
  const numbers = Array.from({ length: down ? source.rows : source.columns }, (_, index) =>
    Number(
      (down ? cellAt(sheet, source.top + index, column) : cellAt(sheet, row, source.left + index))?.input,
    ),
  );
  const step = numbers.length > 1 ? numbers[1]! - numbers[0]! : 0;
  return numbers[0]! + step * (down ? row - source.top : column - source.left);
}

function sort(sheet: FakeSheet, { range, header, by }: Extract<Operation, { kind: 'sort' }>): Done {
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

function replace(sheet: FakeSheet, find: FindOptions, replacement: string): Done {
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

function format(
  sheet: FakeSheet,
  range: CellRange,
  { borders, ...change }: Extract<Operation, { kind: 'format' }>['change'],
): Done {
  const bottom = range.top + Math.min(range.rows, 2_000) - 1;
  const right = range.left + Math.min(range.columns, 100) - 1;
  for (let row = range.top; row <= bottom; row++) {
    for (let column = range.left; column <= right; column++) {
      const given: FakeFormat = { ...cellAt(sheet, row, column)?.format, ...change };
      const edges = { ...given.edges };
      const all = borders?.edges === 'all';
      const set = (edge: keyof typeof edges, isWanted: boolean) => {
        if (borders && isWanted) edges[edge] = borders.line;
      };
      set('top', all || (row === range.top && ['outer', 'top'].includes(borders?.edges ?? '')));
      set('bottom', all || (row === bottom && ['outer', 'bottom'].includes(borders?.edges ?? '')));
      set('left', all || (column === range.left && ['outer', 'left'].includes(borders?.edges ?? '')));
      set('right', all || (column === right && ['outer', 'right'].includes(borders?.edges ?? '')));
      putCell(sheet, row, column, { format: { ...given, edges } });
    }
  }
  return {};
}

function setSizes(sizes: Map<number, number>, first: number, count: number, size: number | null | undefined) {
  for (let index = first; index < first + count; index++) {
    if (size === null || size === undefined) sizes.delete(index);
    else sizes.set(index, size);
  }
}

function merge(sheet: FakeSheet, range: CellRange, across: boolean): Done {
  const blocks = across
    ? Array.from({ length: range.rows }, (_, index) => ({ ...range, top: range.top + index, rows: 1 }))
    : [range];
  sheet.merges = sheet.merges.filter((one) => !touches(one, range));
  for (const block of blocks) {
    for (const { row, column, cell } of placesOf(sheet)) {
      const isCorner = row === block.top && column === block.left;
      if (holds(block, row, column) && !isCorner) putCell(sheet, row, column, { ...cell, input: '' });
    }
    sheet.merges.push(block);
  }
  return {};
}

function filter(
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

export function holds(range: CellRange, row: number, column: number): boolean {
  return (
    row >= range.top &&
    row < range.top + range.rows &&
    column >= range.left &&
    column < range.left + range.columns
  );
}

export function touches(a: CellRange, b: CellRange): boolean {
  return (
    a.top < b.top + b.rows &&
    b.top < a.top + a.rows &&
    a.left < b.left + b.columns &&
    b.left < a.left + a.columns
  );
}

function freeName(book: FakeBook): string {
  let number = book.sheets.length + 1;
  while (book.sheets.some(({ name }) => name === `Sheet${number}`)) number += 1;
  return `Sheet${number}`;
}

function checkName(book: FakeBook, name: string): void {
  const isBad = name.length === 0 || name.length > 31 || /[:\\/?*[\]]/.test(name);
  if (isBad || book.sheets.some((sheet) => sheet.name === name))
    throw { code: 'INVALID_PARAMS', message: `“${name}” can't be the name of a sheet. Choose another one.` };
}

function keepOneVisible(book: FakeBook, index: number): void {
  if (book.sheets.some((sheet, other) => other !== index && sheet.visible)) return;
  throw { code: 'STRUCTURE_REFUSED', message: 'A workbook needs one visible sheet. Show another one first.' };
}
