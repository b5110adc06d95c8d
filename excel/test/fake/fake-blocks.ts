import type { CellRange, Operation } from '../../src/service/api.js';
import { cellAt, type FakeCell, type FakeSheet, placesOf, putCell } from './fake-model.js';
import type { Done } from './fake-operations.js';
import { holds } from './fake-ranges.js';
import { shiftInput } from './fake-references.js';
import { shownAt } from './fake-values.js';

export function clear(sheet: FakeSheet, range: CellRange, what: 'contents' | 'formats' | 'all'): Done {
  for (const { row, column, cell } of placesOf(sheet)) {
    if (!holds(range, row, column)) continue;
    const kept: FakeCell = { input: what === 'formats' ? cell.input : '' };
    sheet.cells.delete(`${row}:${column}`);
    putCell(sheet, row, column, what === 'contents' && cell.format ? { ...kept, format: cell.format } : kept);
  }
  return {};
}

export function pasteRange(
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

export function moveRange(
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

export function fill(sheet: FakeSheet, { source, target, how }: Extract<Operation, { kind: 'fill' }>): Done {
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
