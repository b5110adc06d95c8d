import { type Area, lastColumn, lastRow, type Position, spanOf } from '../cells/address.js';

/**
 * What is selected: the area between `anchor` and `extent`, and in it the active cell, which typing goes to.
 * `tabColumn` is where a run of Tabs began: Enter goes back below it, as in Excel.
 */
export interface Selection {
  readonly anchor: Position;
  readonly extent: Position;
  readonly active: Position;
  readonly tabColumn: number | null;
}

export type Direction = 'up' | 'down' | 'left' | 'right';

export function select(anchor: Position, extent: Position = anchor): Selection {
  return { anchor, extent, active: anchor, tabColumn: null };
}

export const firstCell: Selection = select({ row: 1, column: 1 });

export function areaOf(selection: Selection): Area {
  return spanOf(selection.anchor, selection.extent);
}

export function isSingleCell({ anchor, extent }: Selection): boolean {
  return anchor.row === extent.row && anchor.column === extent.column;
}

export function clamp(position: Position): Position {
  return {
    row: Math.min(Math.max(position.row, 1), lastRow),
    column: Math.min(Math.max(position.column, 1), lastColumn),
  };
}

export function stepFrom({ row, column }: Position, direction: Direction, count = 1): Position {
  if (direction === 'up') return clamp({ row: row - count, column });
  if (direction === 'down') return clamp({ row: row + count, column });
  if (direction === 'left') return clamp({ row, column: column - count });
  return clamp({ row, column: column + count });
}

/** With `extend` (Shift) the active cell stays and the area grows or shrinks. */
export function moveTo(selection: Selection, target: Position, extend: boolean): Selection {
  return extend ? select(selection.active, clamp(target)) : select(clamp(target));
}

export function move(selection: Selection, direction: Direction, extend: boolean, count = 1): Selection {
  const from = extend ? selection.extent : selection.active;
  return moveTo(selection, stepFrom(from, direction, count), extend);
}

/** Enter, Tab and their Shift forms: through a selected area in its order, else to the neighbour. */
export function advance(selection: Selection, direction: Direction): Selection {
  if (!isSingleCell(selection)) return { ...selection, active: nextInArea(selection, direction) };
  const target = stepFrom(selection.active, direction);
  if (direction === 'right' || direction === 'left') {
    return { ...select(target), tabColumn: selection.tabColumn ?? selection.active.column };
  }
  return select({ row: target.row, column: selection.tabColumn ?? target.column });
}

function nextInArea(selection: Selection, direction: Direction): Position {
  const { top, left, bottom, right } = areaOf(selection);
  const height = bottom - top + 1;
  const width = right - left + 1;
  const down = selection.active.row - top;
  const across = selection.active.column - left;
  const byRow = direction === 'left' || direction === 'right';
  const forward = direction === 'right' || direction === 'down';
  const index = byRow ? down * width + across : across * height + down;
  const next = (index + (forward ? 1 : -1) + width * height) % (width * height);
  return byRow
    ? { row: top + Math.floor(next / width), column: left + (next % width) }
    : { row: top + (next % height), column: left + Math.floor(next / height) };
}
