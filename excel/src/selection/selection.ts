import { type Area, lastColumn, lastRow, type Position, spanOf } from '../cells/address.js';
import { countCells } from '../cells/range.js';

/**
 * What is selected: the area between `anchor` and `extent`, and in it the active cell, which typing goes to; and
 * `others`, which were selected before with Ctrl or Shift+F8, in that order.
 * `tabColumn` is where a run of Tabs began: Enter goes back below it, as in Excel.
 * `adding` is Shift+F8: the `next` step begins a new area, which is `moving` until it grows.
 */
export interface Selection {
  readonly anchor: Position;
  readonly extent: Position;
  readonly active: Position;
  readonly tabColumn: number | null;
  readonly others: readonly Area[];
  readonly adding: 'next' | 'moving' | null;
}

export type Direction = 'up' | 'down' | 'left' | 'right';

export function select(anchor: Position, extent: Position = anchor): Selection {
  return { anchor, extent, active: anchor, tabColumn: null, others: [], adding: null };
}

export const firstCell: Selection = select({ row: 1, column: 1 });

export function areaOf(selection: Selection): Area {
  return spanOf(selection.anchor, selection.extent);
}

export function isSingleCell({ anchor, extent, others }: Selection): boolean {
  return anchor.row === extent.row && anchor.column === extent.column && others.length === 0;
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

/** In the order in which they were selected, for what is selected next. */
export function asOthers(selection: Selection): readonly Area[] {
  return [...selection.others, areaOf(selection)];
}

/** With `extend` (Shift) the active cell stays and the area grows or shrinks. */
export function moveTo(selection: Selection, target: Position, extend: boolean): Selection {
  const { active, others, adding } = selection;
  if (extend) return { ...select(active, clamp(target)), others };
  if (adding === null) return select(clamp(target));
  const kept = adding === 'next' ? asOthers(selection) : others;
  return { ...select(clamp(target)), others: kept, adding: 'moving' };
}

export function move(selection: Selection, direction: Direction, extend: boolean, count = 1): Selection {
  const from = extend ? selection.extent : selection.active;
  return moveTo(selection, stepFrom(from, direction, count), extend);
}

/** Enter, Tab and their Shift forms: through the selected areas in their order, else to the neighbour. */
export function advance(selection: Selection, direction: Direction): Selection {
  if (!isSingleCell(selection)) return nextInAreas(selection, direction);
  const target = stepFrom(selection.active, direction);
  if (direction === 'right' || direction === 'left') {
    return { ...select(target), tabColumn: selection.tabColumn ?? selection.active.column };
  }
  return select({ row: target.row, column: selection.tabColumn ?? target.column });
}

function nextInAreas(selection: Selection, direction: Direction): Selection {
  const area = areaOf(selection);
  const forward = direction === 'right' || direction === 'down';
  const byRow = direction === 'left' || direction === 'right';
  const next = indexIn(area, selection.active, byRow) + (forward ? 1 : -1);
  const count = countCells(area);
  if (next >= 0 && next < count) return { ...selection, active: cellAt(area, next, byRow) };
  // Round and round: the area that was selected first comes after the last one.
  const entered = (forward ? selection.others[0] : selection.others.at(-1)) ?? null;
  if (!entered) return { ...selection, active: cellAt(area, forward ? 0 : count - 1, byRow) };
  const others = forward ? [...selection.others.slice(1), area] : [area, ...selection.others.slice(0, -1)];
  const start = { row: entered.top, column: entered.left };
  const active = cellAt(entered, forward ? 0 : countCells(entered) - 1, byRow);
  return { ...select(start, { row: entered.bottom, column: entered.right }), active, others };
}

function indexIn({ top, left, bottom, right }: Area, { row, column }: Position, byRow: boolean): number {
  return byRow
    ? (row - top) * (right - left + 1) + column - left
    : (column - left) * (bottom - top + 1) + row - top;
}

function cellAt({ top, left, bottom, right }: Area, index: number, byRow: boolean): Position {
  const length = byRow ? right - left + 1 : bottom - top + 1;
  const [line, at] = [Math.floor(index / length), index % length];
  return byRow ? { row: top + line, column: left + at } : { row: top + at, column: left + line };
}
