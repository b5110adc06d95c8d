import { type Area, lastColumn, lastRow, nameCell, type Position } from '../cells/address.js';
import { maxWindowCells } from '../cells/block-cache.js';
import { areaOf } from '../selection/selection.js';
import type { CellStyle, CellWindow } from '../service/api.js';
import type { ShownCell, WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { lookOf, type OverflowSide, overflowSide } from './cell-look.js';
import type { CellNode, Overflow } from './columns.js';
import { defaultRowHeight } from './default-sizes.js';
import { fitNumber } from './fit-number.js';
import type { GridShape } from './panes.js';
import { SheetGrid } from './revogrid.js';
import { cellPadding, TextRuler } from './text-width.js';

/** Rows and columns beyond the used range that are there to be typed in; more come as the user goes further. */
const marginRows = 200;
const marginColumns = 26;
const growthRows = 1_000;
const growthColumns = 52;
/** Browsers draw no element that is taller. */
const maxElementPx = 33_000_000;
/** Fitting a column reads no more rows, and makes it no wider. */
const maxFittedRows = 20_000;
const maxFittedPx = 600;
/** So far does a long text run over empty neighbours. */
const maxOverflowColumns = 20;
const emptyRoom = { px: 0, isPlain: true };

/** Keeps RevoGrid showing one session's current sheet. */
export class SheetPainter {
  readonly grid: SheetGrid;
  readonly #session: WorkbookSession;
  #seen: Position = { row: 0, column: 0 };
  #frame = 0;
  #paper = '#ffffff';
  #ruler: TextRuler | null = null;
  #last: { row: number; column: number; node: CellNode } | null = null;

  constructor(session: WorkbookSession, parent: HTMLElement) {
    this.#session = session;
    this.grid = new SheetGrid(parent, (position) => this.#draw(position));
  }

  /** Another sheet, or the first one. */
  showSheet(): void {
    this.#seen = { row: 0, column: 0 };
    this.readPaper();
    this.fitShape();
    this.applySizes();
    void this.grid.element.scrollToCoordinate({ x: 0, y: 0 });
  }

  /** The theme may have changed. */
  readPaper(): void {
    this.#ruler = new TextRuler(this.grid.element);
    this.#paper = getComputedStyle(this.grid.element).getPropertyValue('--sheet').trim() || '#ffffff';
  }

  /** As many rows and columns as the sheet, the selection and the scrolling need. */
  fitShape(): void {
    const { rows, columns, frozenRows, frozenColumns } = this.#session.sheetInfo;
    const { active, extent } = this.#session.selection.peek();
    const before = this.grid.shape;
    const charts = this.#session.charts.reach(this.#session.sheet.peek());
    const need = {
      rows: Math.max(rows + marginRows, active.row + 50, charts.row + 50, this.#seen.row),
      columns: Math.max(
        columns + marginColumns,
        active.column + marginColumns,
        charts.column + marginColumns,
        this.#seen.column,
      ),
    };
    // A whole column or row is selected: no reason to build a million rows.
    if (extent.row < lastRow) need.rows = Math.max(need.rows, extent.row + 50);
    if (extent.column < lastColumn) need.columns = Math.max(need.columns, extent.column + marginColumns);
    const frozen = { rows: frozenRows, columns: frozenColumns };
    const sameSheet = before.frozen.rows === frozen.rows && before.frozen.columns === frozen.columns;
    // It only grows while a sheet is shown: taking rows away would move what the user looks at.
    const shape: GridShape = {
      rows: Math.min(lastRow, sameSheet && this.#seen.row ? Math.max(need.rows, before.rows) : need.rows),
      columns: Math.min(
        lastColumn,
        sameSheet && this.#seen.column ? Math.max(need.columns, before.columns) : need.columns,
      ),
      frozen,
    };
    if (this.grid.setShape(shape)) this.applySizes();
  }

  /** After each drawing and scroll step: what is on the screen is what has to be read. */
  look(): void {
    const visible = this.grid.visibleArea();
    const { rows, columns, frozen } = this.grid.shape;
    this.#seen = { row: Math.max(this.#seen.row, 1), column: Math.max(this.#seen.column, 1) };
    if (visible.bottom > rows - 20 && rows < lastRow) this.#seen = { ...this.#seen, row: rows + growthRows };
    if (visible.right > columns - 3 && columns < lastColumn)
      this.#seen = { ...this.#seen, column: columns + growthColumns };
    if (this.#seen.row > rows || this.#seen.column > columns) this.fitShape();
    const areas: Area[] = [visible];
    if (frozen.rows) areas.push({ ...visible, top: 1, bottom: frozen.rows });
    if (frozen.columns) areas.push({ ...visible, left: 1, right: frozen.columns });
    if (frozen.rows && frozen.columns)
      areas.push({ top: 1, left: 1, bottom: frozen.rows, right: frozen.columns });
    this.#session.showAreas(areas);
  }

  learn(window: CellWindow): void {
    if (window.sheet === this.#session.sheet.peek() && this.#session.sizes.learn(window)) this.applySizes();
  }

  /** @param percent as many rows as there are must fit under the browsers' limit of an element's height */
  zoom(percent: number): void {
    const most = maxElementPx / (this.grid.shape.rows * defaultRowHeight);
    this.grid.setScale(Math.min(percent / 100, Math.max(1, most)));
    this.applySizes();
    this.repaint();
  }

  /** To the widest text of each column. */
  async fitColumns(first: number, last: number): Promise<void> {
    const session = this.#session;
    const sheet = session.sheet.peek();
    const { rows, columns } = session.sheetInfo;
    await session.settled();
    for (let column = first; column <= Math.min(last, columns); column++) {
      const widest = await this.#widestIn(column, Math.min(rows, maxFittedRows));
      if (session.sheet.peek() !== sheet) return;
      if (widest === 0) continue;
      const widthPx = Math.min(maxFittedPx, Math.ceil(widest) + cellPadding + 2);
      session.edits.apply({ kind: 'sizeColumns', sheet, column, count: 1, widthPx });
    }
  }

  /** In CSS px; hidden rows, wrapped texts and merged blocks do not count. */
  async #widestIn(column: number, rows: number): Promise<number> {
    const session = this.#session;
    const sheet = session.sheet.peek();
    let widest = 0;
    for (let top = 1; top <= rows; top += maxWindowCells) {
      const bottom = Math.min(rows, top + maxWindowCells - 1);
      const window = await session.reader.window({ top, bottom, left: column, right: column });
      for (const { row, text, style } of window.cells) {
        const look = style === undefined ? null : window.styles[style]!;
        const isLeftOut =
          text === '' ||
          look?.wrap ||
          window.rowHeights[row - top] === 0 ||
          session.merges.at(sheet, { row, column });
        if (!isLeftOut) widest = Math.max(widest, this.#ruler?.measure(text, look) ?? 0);
      }
    }
    return widest;
  }

  /** Once a frame, however many windows and edits there were. */
  repaint(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#last = null;
      this.grid.repaint();
    });
  }

  drawSelection(): void {
    const selection = this.#session.selection.peek();
    this.grid.drawSelection(areaOf(selection), selection.active);
  }

  /** What a merged block shows, for whoever draws it. */
  drawMerged(position: Position): CellNode {
    const cell = this.#session.cell(position.row, position.column);
    return { text: cell.text, ...lookOf(cell, this.#paper), overflow: null, title: null };
  }

  applySizes(): void {
    const sizes = this.#session.sizes.byPane(this.grid.shape.frozen, this.grid.scale);
    this.grid.setSizes('rgRow', sizes.rgRow);
    this.grid.setSizes('rowPinStart', sizes.rowPinStart);
    this.grid.setSizes('rgCol', sizes.rgCol);
    this.grid.setSizes('colPinStart', sizes.colPinStart);
  }

  #draw({ row, column }: Position): CellNode {
    if (this.#last?.row === row && this.#last.column === column) return this.#last.node;
    const { sizes } = this.#session;
    const cell = this.#session.cell(row, column);
    const open = {
      top: row === 1 || sizes.height(row - 1) === 0,
      left: column === 1 || sizes.width(column - 1) === 0,
    };
    const { classes, style } = lookOf(cell, this.#paper, open);
    const wanted = cell.text === '' ? 0 : this.#widthOf(cell.text, cell.view?.style ?? null);
    const isTooWide = wanted > sizes.width(column) + 1;
    const side = isTooWide ? overflowSide(cell) : null;
    const overflow = side && this.#overflow({ row, column }, side, wanted);
    const isNumber = cell.view?.kind === 'number' && !cell.pending;
    const text = isTooWide && isNumber ? this.#fitNumber(cell, column) : cell.text;
    const place = nameCell({ row, column });
    const node = {
      text,
      classes: { ...classes, overflows: overflow !== null },
      style,
      overflow,
      title: text !== cell.text ? cell.text : cell.view?.cached ? `${place}: ${texts.cachedValue}` : null,
    };
    this.#last = { row, column, node };
    return node;
  }

  #widthOf(text: string, style: CellStyle | null): number {
    return (this.#ruler?.measure(text, style) ?? 0) + cellPadding;
  }

  /** Half a number is a wrong number: in fewer digits if its format leaves that open, or as Excel shows it. */
  #fitNumber({ text, view }: ShownCell, column: number): string {
    const style = view?.style ?? null;
    const width = this.#session.sizes.width(column);
    const fits = (shorter: string) => this.#widthOf(shorter, style) <= width + 1;
    const short = style?.numberFormat ? null : fitNumber(text, fits);
    if (short !== null) return short;
    const one = this.#ruler?.measure('#', style) || 8;
    return '#'.repeat(Math.max(1, Math.floor((width - cellPadding) / one)));
  }

  /** How far a text may be drawn over the empty cells beside it; `null`: there is no room. */
  #overflow({ row, column }: Position, side: OverflowSide, wanted: number): Overflow | null {
    const own = this.#session.sizes.width(column);
    const missing = side === 'both' ? (wanted - own) / 2 : wanted - own;
    const right = side === 'left' ? emptyRoom : this.#room(row, column, 1, missing);
    const left = side === 'right' ? emptyRoom : this.#room(row, column, -1, missing);
    if (right.px + left.px === 0) return null;
    const { scale } = this.grid;
    return { left: left.px * scale, right: right.px * scale, isPlain: left.isPlain && right.isPlain };
  }

  #room(row: number, column: number, step: 1 | -1, missing: number): { px: number; isPlain: boolean } {
    let px = 0;
    let isPlain = true;
    for (
      let next = column + step;
      Math.abs(next - column) <= maxOverflowColumns && px < missing;
      next += step
    ) {
      if (next < 1) break;
      const { text, view } = this.#session.cell(row, next);
      if (text !== '') break;
      if (view?.style?.fill || view?.style?.borders) isPlain = false;
      px += this.#session.sizes.width(next);
    }
    return { px, isPlain };
  }
}
