import { type Area, lastColumn, lastRow, type Position } from '../cells/address.js';
import { maxWindowCells } from '../cells/block-cache.js';
import type { CellWindow } from '../service/api.js';
import type { Service } from '../service/service.js';

/** Cells of a line that are read at once for a jump. */
const linePiece = 2_000;

/** Reads where something is, beside what is on the screen. */
export class CellReader {
  readonly #service: Service;
  readonly #workbook: string;
  readonly #sheet: () => number;

  constructor(service: Service, workbook: string, sheet: () => number) {
    this.#service = service;
    this.#workbook = workbook;
    this.#sheet = sheet;
  }

  /** Whether cells of a column hold something, read in pieces as they are asked for. */
  column(column: number): (row: number) => Promise<boolean> {
    return this.#line((first, last) => ({ top: first, bottom: last, left: column, right: column }), 'row');
  }

  row(row: number): (column: number) => Promise<boolean> {
    return this.#line((first, last) => ({ top: row, bottom: row, left: first, right: last }), 'column');
  }

  /** The cells of an area that fits one window. */
  window({ top, left, bottom, right }: Area): Promise<CellWindow> {
    const rows = bottom - top + 1;
    const columns = Math.min(right - left + 1, Math.floor(maxWindowCells / rows));
    return this.#service.call('sheet/window', {
      workbook: this.#workbook,
      sheet: this.#sheet(),
      top,
      left,
      rows,
      columns,
    });
  }

  /** Where something is in the area, as `{row, column}`; in as many windows as it takes. */
  async filled(area: Area): Promise<Position[]> {
    const sheet = this.#sheet();
    const columns = area.right - area.left + 1;
    const step = Math.max(1, Math.floor(maxWindowCells / columns));
    const filled: Position[] = [];
    for (let top = area.top; top <= area.bottom; top += step) {
      const rows = Math.min(step, area.bottom - top + 1);
      const request = { workbook: this.#workbook, sheet, top, left: area.left, rows, columns };
      const { cells } = await this.#service.call('sheet/window', request);
      for (const { kind, row, column } of cells) if (kind !== 'empty') filled.push({ row, column });
    }
    return filled;
  }

  #line(areaOf: (first: number, last: number) => Area, by: 'row' | 'column') {
    const pieces = new Map<number, Promise<Set<number>>>();
    return async (index: number): Promise<boolean> => {
      const piece = Math.floor((index - 1) / linePiece);
      let read = pieces.get(piece);
      if (!read) {
        const first = piece * linePiece + 1;
        const last = Math.min(first + linePiece - 1, by === 'row' ? lastRow : lastColumn);
        read = this.filled(areaOf(first, last)).then((filled) => new Set(filled.map((cell) => cell[by])));
        pieces.set(piece, read);
      }
      return (await read).has(index);
    };
  }
}
