import type { CellRange } from '../service/api.js';
import { type Area, lastColumn, lastRow } from './address.js';

/** The service counts rows and columns; the selection has both ends. */
export function rangeOf(sheet: number, { top, left, bottom, right }: Area): CellRange {
  return { sheet, top, left, rows: bottom - top + 1, columns: right - left + 1 };
}

export function areaOfRange({ top, left, rows, columns }: CellRange): Area {
  return { top, left, bottom: top + rows - 1, right: left + columns - 1 };
}

export function countCells({ top, left, bottom, right }: Area): number {
  return (bottom - top + 1) * (right - left + 1);
}

export function isWholeRows({ left, right }: Area): boolean {
  return left === 1 && right === lastColumn;
}

export function isWholeColumns({ top, bottom }: Area): boolean {
  return top === 1 && bottom === lastRow;
}

export function touches(a: Area, b: Area): boolean {
  return a.top <= b.bottom && b.top <= a.bottom && a.left <= b.right && b.left <= a.right;
}
