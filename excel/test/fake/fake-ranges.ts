import type { CellRange } from '../../src/service/api.js';

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
