import type { Area } from '../cells/address.js';
import type { Cell, CellStyle } from '../service/api.js';
import type { WorkbookSession } from './workbook-session.js';

/** Cells that are read at once where the screen has not been yet. */
const pieceRows = 600;
const pieceColumns = 16;

/** Excel's current region: the area grown until a ring of empty cells is around it, read as far as it goes. */
export async function readBlock(session: WorkbookSession, start: Area): Promise<Area> {
  const filled = new FilledCells(session);
  const { rows, columns } = session.sheetInfo;
  const area = { ...start };
  const rowHasAny = (row: number) => filled.any(row, row, area.left - 1, area.right + 1);
  const columnHasAny = (column: number) => filled.any(area.top - 1, area.bottom + 1, column, column);
  for (;;) {
    const before = JSON.stringify(area);
    while (area.bottom < rows && (await rowHasAny(area.bottom + 1))) area.bottom += 1;
    while (area.top > 1 && (await rowHasAny(area.top - 1))) area.top -= 1;
    while (area.right < columns && (await columnHasAny(area.right + 1))) area.right += 1;
    while (area.left > 1 && (await columnHasAny(area.left - 1))) area.left -= 1;
    if (JSON.stringify(area) === before) return area;
  }
}

/** Where something is in a sheet: what the screen has shown, and pieces that are read as they are asked for. */
class FilledCells {
  readonly #session: WorkbookSession;
  readonly #pieces = new Map<string, ReadonlySet<string>>();

  constructor(session: WorkbookSession) {
    this.#session = session;
  }

  async any(top: number, bottom: number, left: number, right: number): Promise<boolean> {
    const { rows, columns } = this.#session.sheetInfo;
    for (let row = Math.max(1, top); row <= Math.min(bottom, rows); row++) {
      for (let column = Math.max(1, left); column <= Math.min(right, columns); column++) {
        const known = this.#known(row, column);
        if (known ?? (await this.#read(row, column))) return true;
      }
    }
    return false;
  }

  #known(row: number, column: number): boolean | undefined {
    if (this.#session.isRead(row, column)) return this.#session.cell(row, column).text !== '';
    return this.#pieces.get(pieceOf(row, column))?.has(`${row}:${column}`);
  }

  async #read(row: number, column: number): Promise<boolean> {
    const top = row - ((row - 1) % pieceRows);
    const left = column - ((column - 1) % pieceColumns);
    const area = { top, left, bottom: top + pieceRows - 1, right: left + pieceColumns - 1 };
    const filled = await this.#session.reader.filled(area);
    const piece = new Set(filled.map((cell) => `${cell.row}:${cell.column}`));
    this.#pieces.set(pieceOf(row, column), piece);
    return piece.has(`${row}:${column}`);
  }
}

function pieceOf(row: number, column: number): string {
  return `${Math.floor((row - 1) / pieceRows)}/${Math.floor((column - 1) / pieceColumns)}`;
}

/** Words above a column that holds something else, or looks different, are its heading. */
export async function readHasHeader(session: WorkbookSession, area: Area): Promise<boolean> {
  if (area.bottom === area.top) return false;
  const { cells, styles } = await session.reader.window({ ...area, bottom: area.top + 1 });
  return looksLikeHeader(
    cells.filter(({ row }) => row === area.top),
    cells.filter(({ row }) => row === area.top + 1),
    styles,
  );
}

export function looksLikeHeader(
  first: readonly Cell[],
  second: readonly Cell[],
  styles: readonly CellStyle[],
): boolean {
  const words = first.filter(({ kind }) => kind !== 'empty');
  if (words.length === 0 || words.some(({ kind }) => kind !== 'text')) return false;
  const isBold = (cell: Cell | undefined) => cell?.style !== undefined && styles[cell.style]?.bold === true;
  return words.some((word) => {
    const below = second.find(({ column }) => column === word.column);
    const differs = below && below.kind !== 'text' && below.kind !== 'empty';
    return differs || (isBold(word) && !isBold(below));
  });
}
