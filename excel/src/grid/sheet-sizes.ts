import type { CellWindow } from '../service/api.js';
import type { Frozen } from './panes.js';
import { defaultColumnWidth, defaultRowHeight } from './revogrid.js';

/** Row heights and column widths of one sheet, as far as its windows have told them; indices from 1. */
export class SheetSizes {
  readonly #rows = new Map<number, number>();
  readonly #columns = new Map<number, number>();

  width(column: number): number {
    return this.#columns.get(column) ?? defaultColumnWidth;
  }

  height(row: number): number {
    return this.#rows.get(row) ?? defaultRowHeight;
  }

  /** @returns whether anything is new */
  learn(window: CellWindow): boolean {
    const columns = learnInto(this.#columns, window.left, window.columnWidths);
    const rows = learnInto(this.#rows, window.top, window.rowHeights);
    return columns || rows;
  }

  /** By pane, with indices from 0, as RevoGrid wants them. */
  byPane(frozen: Frozen) {
    const [rowPinStart, rgRow] = split(this.#rows, frozen.rows);
    const [colPinStart, rgCol] = split(this.#columns, frozen.columns);
    return { rowPinStart, rgRow, colPinStart, rgCol };
  }
}

function learnInto(sizes: Map<number, number>, first: number, told: readonly (number | null)[]): boolean {
  let isNew = false;
  told.forEach((size, offset) => {
    const index = first + offset;
    if (size === null || sizes.get(index) === size) return;
    sizes.set(index, size);
    isNew = true;
  });
  return isNew;
}

function split(sizes: Map<number, number>, frozen: number): [Record<number, number>, Record<number, number>] {
  const pinned: Record<number, number> = {};
  const rest: Record<number, number> = {};
  for (const [index, size] of sizes) {
    if (index <= frozen) pinned[index - 1] = size;
    else rest[index - 1 - frozen] = size;
  }
  return [pinned, rest];
}
