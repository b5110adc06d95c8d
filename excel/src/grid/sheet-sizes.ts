import type { CellWindow } from '../service/api.js';
import { defaultColumnWidth, defaultRowHeight } from './default-sizes.js';
import type { Frozen } from './panes.js';

/** Row heights and column widths of one sheet, as far as its windows have told them; indices from 1. */
export class SheetSizes {
  readonly #rows = new Map<number, number>();
  readonly #columns = new Map<number, number>();
  /** Grows whenever a size changes. */
  version = 0;

  width(column: number): number {
    return this.#columns.get(column) ?? defaultColumnWidth;
  }

  height(row: number): number {
    return this.#rows.get(row) ?? defaultRowHeight;
  }

  /** Where a column or row is drawn, in px of the screen from the sheet's first one. @param scale of the zoom */
  leftOf(column: number, scale = 1): number {
    return startOf(this.#columns, column, defaultColumnWidth, scale);
  }

  topOf(row: number, scale = 1): number {
    return startOf(this.#rows, row, defaultRowHeight, scale);
  }

  /** @returns whether anything is new */
  learn(window: CellWindow): boolean {
    const columns = learnInto(this.#columns, window.left, window.columnWidths);
    const rows = learnInto(this.#rows, window.top, window.rowHeights);
    if (columns || rows) this.version += 1;
    return columns || rows;
  }

  /** A drag of the user, until the next window tells what came of it. */
  preview(by: 'rows' | 'columns', index: number, size: number): void {
    (by === 'rows' ? this.#rows : this.#columns).set(index, size);
    this.version += 1;
  }

  /** By pane, with indices from 0, as RevoGrid wants them. @param scale of the zoom, 1 for 100 % */
  byPane(frozen: Frozen, scale: number) {
    const [rowPinStart, rgRow] = split(this.#rows, frozen.rows, scale);
    const [colPinStart, rgCol] = split(this.#columns, frozen.columns, scale);
    return { rowPinStart, rgRow, colPinStart, rgCol };
  }
}

function learnInto(sizes: Map<number, number>, first: number, told: readonly (number | null)[]): boolean {
  let isNew = false;
  told.forEach((size, offset) => {
    const index = first + offset;
    if ((sizes.get(index) ?? null) === size) return;
    if (size === null) sizes.delete(index);
    else sizes.set(index, size);
    isNew = true;
  });
  return isNew;
}

function split(
  sizes: Map<number, number>,
  frozen: number,
  scale: number,
): [Record<number, number>, Record<number, number>] {
  const pinned: Record<number, number> = {};
  const rest: Record<number, number> = {};
  for (const [index, size] of sizes) {
    if (index <= frozen) pinned[index - 1] = Math.round(size * scale);
    else rest[index - 1 - frozen] = Math.round(size * scale);
  }
  return [pinned, rest];
}

/** RevoGrid draws whole px. */
function startOf(sizes: Map<number, number>, index: number, usual: number, scale: number): number {
  const drawn = Math.round(usual * scale);
  let start = (index - 1) * drawn;
  for (const [other, size] of sizes) if (other < index) start += Math.round(size * scale) - drawn;
  return start;
}
