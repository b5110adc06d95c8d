import type { Cell, CellBar, CellIcon, CellKind, CellStyle, CellWindow, TextRun } from '../service/api.js';
import { type Area, lastColumn, lastRow } from './address.js';

/** Rows and columns of a block: a screen high, so that a scroll step seldom asks for anything. */
export const blockRows = 100;
export const blockColumns = 16;
const blockCells = blockRows * blockColumns;
/** The service answers no larger window. */
export const maxWindowCells = 10_000;

/** So many answers in a row that are too old: stop asking until something changes. */
const staleLimit = 5;

export interface CellView {
  readonly text: string;
  readonly kind: CellKind;
  readonly style: CellStyle | null;
  readonly cached: boolean;
  /** See `Cell`. */
  readonly stale?: true;
  /** What conditional formats draw into it. */
  readonly bar?: CellBar;
  readonly icon?: CellIcon;
  readonly bare?: true;
  readonly runs?: readonly TextRun[];
}

interface Block {
  readonly cells: ReadonlyMap<number, CellView>;
  readonly epoch: number;
  readonly revision: number;
}

export interface WindowRequest {
  readonly sheet: number;
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
}

export interface BlockCacheOptions {
  readonly fetch: (request: WindowRequest) => Promise<CellWindow>;
  /** A window has been read: cells of `area` may look different. */
  readonly onWindow: (window: CellWindow, area: Area) => void;
  readonly onFailure: (error: unknown) => void;
  /** @default 512 blocks, about 800,000 cells */
  readonly capacity?: number;
}

/**
 * The cells of one workbook as last read, in blocks, the least recently used dropped. One window is asked for at a
 * time, always for what is on the screen now: what a fast scroll passed by is never fetched. An answer older than
 * the last change is dropped, and what is shown stays until the newer one arrives.
 */
export class BlockCache {
  readonly #options: BlockCacheOptions;
  readonly #capacity: number;
  readonly #blocks = new Map<string, Block>();
  #wanted: { sheet: number; areas: readonly Area[] } | null = null;
  #fetching = false;
  #revision = 0;
  #epoch = 0;

  constructor(options: BlockCacheOptions) {
    this.#options = options;
    this.#capacity = options.capacity ?? 512;
  }

  /** `undefined`: not read yet. `null`: empty, without a style. */
  cell(sheet: number, row: number, column: number): CellView | null | undefined {
    const block = this.#blocks.get(
      blockKey(sheet, blockIndex(row, blockRows), blockIndex(column, blockColumns)),
    );
    return block ? (block.cells.get(row * 20_000 + column) ?? null) : undefined;
  }

  /** What the screen shows now: it is read if it is not here, or not of the newest revision. */
  show(sheet: number, areas: readonly Area[]): void {
    this.#wanted = { sheet, areas };
    if (!this.#fetching) void this.#fetchWanted();
  }

  /** The workbook has changed: blocks of an older revision are read again once they are on the screen. */
  changedTo(revision: number): void {
    this.#revision = Math.max(this.#revision, revision);
    if (this.#wanted) this.show(this.#wanted.sheet, this.#wanted.areas);
  }

  /** The service has started anew: its revisions too. All is read again, and shown until then. */
  restart(revision: number): void {
    this.#epoch += 1;
    this.#revision = revision;
    if (this.#wanted) this.show(this.#wanted.sheet, this.#wanted.areas);
  }

  /** What is here is of other sheets now. */
  forget(): void {
    this.#blocks.clear();
  }

  async #fetchWanted(): Promise<void> {
    this.#fetching = true;
    try {
      let stale = 0;
      for (let request = this.#nextRequest(); request && stale < staleLimit; request = this.#nextRequest()) {
        const epoch = this.#epoch;
        const window = await this.#options.fetch(request);
        const fits = epoch === this.#epoch && window.revision >= this.#revision;
        stale = fits ? 0 : stale + 1;
        if (fits) this.#store(window);
      }
    } catch (error) {
      // Not asked for again by itself: the next scroll, change or restart does that.
      this.#options.onFailure(error);
    } finally {
      this.#fetching = false;
    }
  }

  #nextRequest(): WindowRequest | null {
    for (const area of this.#wanted?.areas ?? []) {
      const request = this.#requestFor(this.#wanted!.sheet, area);
      if (request) return request;
    }
    return null;
  }

  /** From the first block of the area that is missing or old, as far right and then down as more of them follow. */
  #requestFor(sheet: number, area: Area): WindowRequest | null {
    const firstRow = blockIndex(area.top, blockRows);
    const endRow = blockIndex(area.bottom, blockRows) + 1;
    const firstColumn = blockIndex(area.left, blockColumns);
    const endColumn = blockIndex(area.right, blockColumns) + 1;
    const missing: boolean[][] = [];
    for (let down = firstRow; down < endRow; down++) {
      const line: boolean[] = [];
      for (let across = firstColumn; across < endColumn; across++)
        line.push(!this.#touch(blockKey(sheet, down, across)));
      missing.push(line);
    }
    const down = missing.findIndex((line) => line.includes(true));
    if (down < 0) return null;
    const across = missing[down]!.indexOf(true);
    let width = 1;
    while (missing[down]![across + width] && (width + 1) * blockCells <= maxWindowCells) width += 1;
    let height = 1;
    const isMissing = (line: boolean[] | undefined) =>
      line?.slice(across, across + width).every(Boolean) ?? false;
    while (isMissing(missing[down + height]) && (height + 1) * width * blockCells <= maxWindowCells)
      height += 1;
    const top = (firstRow + down) * blockRows + 1;
    const left = (firstColumn + across) * blockColumns + 1;
    const bottom = Math.min(top - 1 + height * blockRows, lastRow);
    const right = Math.min(left - 1 + width * blockColumns, lastColumn);
    return { sheet, top, left, rows: bottom - top + 1, columns: right - left + 1 };
  }

  /** Whether the block is here and of the newest revision; being asked for keeps it from being dropped. */
  #touch(key: string): boolean {
    const block = this.#blocks.get(key);
    if (!block) return false;
    this.#blocks.delete(key);
    this.#blocks.set(key, block);
    return block.epoch === this.#epoch && block.revision >= this.#revision;
  }

  #store(window: CellWindow): void {
    const parts = new Map<string, Map<number, CellView>>();
    const area = {
      top: window.top,
      left: window.left,
      bottom: window.top + window.rows - 1,
      right: window.left + window.columns - 1,
    };
    for (let row = area.top; row <= area.bottom; row += blockRows) {
      for (let column = area.left; column <= area.right; column += blockColumns) {
        parts.set(blockKeyAt(window.sheet, row, column), new Map());
      }
    }
    for (const cell of window.cells) {
      const style = cell.style === undefined ? null : (window.styles[cell.style] ?? null);
      const view = viewOf(cell, style);
      parts.get(blockKeyAt(window.sheet, cell.row, cell.column))?.set(cell.row * 20_000 + cell.column, view);
    }
    this.#revision = Math.max(this.#revision, window.revision);
    for (const [key, cells] of parts) {
      this.#blocks.delete(key);
      this.#blocks.set(key, { cells, epoch: this.#epoch, revision: window.revision });
    }
    for (const key of this.#blocks.keys()) {
      if (this.#blocks.size <= this.#capacity) break;
      this.#blocks.delete(key);
    }
    this.#options.onWindow(window, area);
  }
}

function viewOf(cell: Cell, style: CellStyle | null): CellView {
  const { text, kind, cached, stale, bar, icon, bare, runs } = cell;
  const view = { text, kind, style, cached: cached === true, ...(stale && { stale }), ...(runs && { runs }) };
  return bar || icon ? { ...view, ...(bar && { bar }), ...(icon && { icon }), ...(bare && { bare }) } : view;
}

function blockIndex(index: number, size: number): number {
  return Math.floor((index - 1) / size);
}

function blockKey(sheet: number, down: number, across: number): string {
  return `${sheet}:${down}:${across}`;
}

function blockKeyAt(sheet: number, row: number, column: number): string {
  return blockKey(sheet, blockIndex(row, blockRows), blockIndex(column, blockColumns));
}
