/** A cell, counted from 1 as in Excel. */
export interface Position {
  readonly row: number;
  readonly column: number;
}

/** A rectangle of cells, both ends included. */
export interface Area {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Excel's own limits: row 1,048,576, column XFD. */
export const lastRow = 1_048_576;
export const lastColumn = 16_384;

/** 1 → A, 27 → AA, 16384 → XFD. */
export function nameColumn(column: number): string {
  let name = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  }
  return name;
}

export function nameCell(position: Position): string {
  return `${nameColumn(position.column)}${position.row}`;
}

export function nameArea(area: Area): string {
  const start = nameCell({ row: area.top, column: area.left });
  if (area.top === area.bottom && area.left === area.right) return start;
  return `${start}:${nameCell({ row: area.bottom, column: area.right })}`;
}

/** `b3`, `$B$3` → a position; anything else, or beyond Excel's limits → null. */
export function parseCell(text: string): Position | null {
  const match = /^\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})$/.exec(text.trim());
  if (!match) return null;
  let column = 0;
  for (const letter of match[1]!.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  const row = Number(match[2]);
  return row <= lastRow && column <= lastColumn ? { row, column } : null;
}

/** `A1:C4` or a single cell → its area; null when it is neither. */
export function parseArea(text: string): Area | null {
  const ends = text.split(':');
  if (ends.length > 2) return null;
  const first = parseCell(ends[0]!);
  const second = ends.length === 2 ? parseCell(ends[1]!) : first;
  return first && second ? spanOf(first, second) : null;
}

/** The smallest area that holds both. */
export function spanOf(a: Position, b: Position): Area {
  return {
    top: Math.min(a.row, b.row),
    left: Math.min(a.column, b.column),
    bottom: Math.max(a.row, b.row),
    right: Math.max(a.column, b.column),
  };
}

export function contains(area: Area, { row, column }: Position): boolean {
  return row >= area.top && row <= area.bottom && column >= area.left && column <= area.right;
}
