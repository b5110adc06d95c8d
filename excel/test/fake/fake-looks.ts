import type { CellRange, Operation } from '../../src/service/api.js';
import { cellAt, type FakeFormat, type FakeSheet, placesOf, putCell } from './fake-model.js';
import type { Done } from './fake-operations.js';
import { holds, touches } from './fake-ranges.js';

export function format(
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

export function setSizes(
  sizes: Map<number, number>,
  first: number,
  count: number,
  size: number | null | undefined,
) {
  for (let index = first; index < first + count; index++) {
    if (size === null || size === undefined) sizes.delete(index);
    else sizes.set(index, size);
  }
}

export function merge(sheet: FakeSheet, range: CellRange, across: boolean): Done {
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
