import type { CellPlace, Operation } from '../service/api.js';

/**
 * Where a cell comes to stand by an operation that moves rows, columns or sheets; `null`: it is deleted.
 * An edit that is typed while such an operation is on its way is for the cell that the user sees, and is applied
 * after the operation.
 */
export function followStructure(place: CellPlace, operation: Operation): CellPlace | null {
  switch (operation.kind) {
    case 'insertRows':
      return movedBy(place, 'row', operation.sheet, operation.row, operation.count);
    case 'deleteRows':
      return movedBy(place, 'row', operation.sheet, operation.row, -operation.count);
    case 'insertColumns':
      return movedBy(place, 'column', operation.sheet, operation.column, operation.count);
    case 'deleteColumns':
      return movedBy(place, 'column', operation.sheet, operation.column, -operation.count);
    case 'insertCells':
    case 'deleteCells':
      return movedBeside(place, operation);
    default: {
      const sheet = followSheet(place.sheet, operation);
      return sheet === null ? null : { ...place, sheet };
    }
  }
}

/** The index of a sheet after an operation; `null`: it is deleted. */
export function followSheet(sheet: number, operation: Operation): number | null {
  if (operation.kind === 'addSheet') return sheet >= operation.at ? sheet + 1 : sheet;
  if (operation.kind === 'deleteSheet') {
    if (sheet === operation.sheet) return null;
    return sheet > operation.sheet ? sheet - 1 : sheet;
  }
  if (operation.kind === 'moveSheet') {
    if (sheet === operation.sheet) return operation.to;
    const without = sheet > operation.sheet ? sheet - 1 : sheet;
    return without >= operation.to ? without + 1 : without;
  }
  return sheet;
}

function movedBeside(
  place: CellPlace,
  { kind, range, shift }: Operation & { kind: 'insertCells' | 'deleteCells' },
): CellPlace | null {
  const isDown = shift === 'down' || shift === 'up';
  const across = isDown ? place.column - range.left : place.row - range.top;
  if (across < 0 || across >= (isDown ? range.columns : range.rows)) return place;
  const count = (kind === 'insertCells' ? 1 : -1) * (isDown ? range.rows : range.columns);
  return isDown
    ? movedBy(place, 'row', range.sheet, range.top, count)
    : movedBy(place, 'column', range.sheet, range.left, count);
}

function movedBy(
  place: CellPlace,
  by: 'row' | 'column',
  sheet: number,
  at: number,
  count: number,
): CellPlace | null {
  const index = place[by];
  if (place.sheet !== sheet || index < at) return place;
  if (count < 0 && index < at - count) return null;
  return { ...place, [by]: index + count };
}
