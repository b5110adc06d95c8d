import { lastColumn, lastRow, nameCell, parseCell } from '../../src/cells/address.js';

const reference = /(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\d(A-Za-z])/g;

/** A formula with its references led elsewhere; `null` from `lead`: the cell is gone. Other inputs stay as they are. */
function leadReferences(
  input: string,
  lead: (cell: { row: number; column: number; rowFixed: boolean; columnFixed: boolean }) => {
    row: number;
    column: number;
  } | null,
): string {
  if (!input.startsWith('=')) return input;
  return input.replace(
    reference,
    (whole, columnSign: string, letters: string, rowSign: string, digits: string) => {
      const cell = parseCell(letters + digits);
      if (!cell) return whole;
      const led = lead({ ...cell, columnFixed: columnSign !== '', rowFixed: rowSign !== '' });
      if (!led || led.row < 1 || led.column < 1 || led.row > lastRow || led.column > lastColumn)
        return '#REF!';
      const name = nameCell(led);
      return `${columnSign}${name.replace(/\d+$/, '')}${rowSign}${led.row}`;
    },
  );
}

/** As copying does it: relative references move along. */
export function shiftInput(input: string, rows: number, columns: number): string {
  return leadReferences(input, (cell) => ({
    row: cell.rowFixed ? cell.row : cell.row + rows,
    column: cell.columnFixed ? cell.column : cell.column + columns,
  }));
}

/** As inserting (`count` > 0) and deleting (`count` < 0) at `at` does it, and the cells that move with it. */
export function followStructure(input: string, by: 'row' | 'column', at: number, count: number): string {
  return leadReferences(input, (cell) => {
    const index = moveIndex(cell[by], at, count);
    return index === null ? null : { row: cell.row, column: cell.column, [by]: index };
  });
}

/** Where a row or column comes to stand; `null`: it is deleted. */
export function moveIndex(index: number, at: number, count: number): number | null {
  if (index < at) return index;
  if (count < 0 && index < at - count) return null;
  return index + count;
}
