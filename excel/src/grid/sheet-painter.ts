import { type Area, lastColumn, lastRow, type Position } from '../cells/address.js';
import { maxWindowCells } from '../cells/block-cache.js';
import { areaOf } from '../selection/selection.js';
import type { CellWindow } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { CellDrawer } from './cell-drawer.js';
import type { CellNode } from './columns.js';
import { defaultRowHeight } from './default-sizes.js';
import type { GridShape } from './panes.js';
import { SheetGrid } from './revogrid.js';
import { cellPadding } from './text-width.js';

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

/** Keeps RevoGrid showing one session's current sheet. */
export class SheetPainter {
  readonly grid: SheetGrid;
  readonly #session: WorkbookSession;
  readonly #drawer: CellDrawer;
  #seen: Position = { row: 0, column: 0 };
  #frame = 0;

  constructor(session: WorkbookSession, parent: HTMLElement) {
    this.#session = session;
    this.#drawer = new CellDrawer(session, () => this.grid.scale);
    this.grid = new SheetGrid(parent, (position) => this.#drawer.draw(position));
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
    this.#drawer.readTheme(this.grid.element);
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
    await session.settled();
    const { rows, columns } = session.sheetInfo;
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
        if (!isLeftOut) widest = Math.max(widest, this.#drawer.measure(text, look));
      }
    }
    return widest;
  }

  /** Once a frame, however many windows and edits there were. */
  repaint(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#drawer.forget();
      this.grid.repaint();
    });
  }

  drawSelection(): void {
    const selection = this.#session.selection.peek();
    this.grid.drawSelection(areaOf(selection), selection.active);
  }

  /** What a merged block shows, for whoever draws it. */
  drawMerged(position: Position): CellNode {
    return this.#drawer.drawMerged(position);
  }

  applySizes(): void {
    const sizes = this.#session.sizes.byPane(this.grid.shape.frozen, this.grid.scale);
    this.grid.setSizes('rgRow', sizes.rgRow);
    this.grid.setSizes('rowPinStart', sizes.rowPinStart);
    this.grid.setSizes('rgCol', sizes.rgCol);
    this.grid.setSizes('colPinStart', sizes.colPinStart);
  }
}
