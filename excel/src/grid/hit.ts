import { lastColumn, lastRow, type Position } from '../cells/address.js';
import type { SheetGrid } from './revogrid.js';

/** What is under the pointer. */
export type Hit = NonNullable<ReturnType<SheetGrid['hit']>>;

/** A cell, or all of a row or column. */
export function spanOfHit({ kind, position }: Hit): { start: Position; end: Position } {
  return {
    start: { row: kind === 'column' ? 1 : position.row, column: kind === 'row' ? 1 : position.column },
    end: {
      row: kind === 'column' ? lastRow : position.row,
      column: kind === 'row' ? lastColumn : position.column,
    },
  };
}
