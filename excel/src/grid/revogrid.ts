import type { PluginProviders } from '@revolist/revogrid';
import { defineCustomElements } from '@revolist/revogrid/loader';
import { type Area, type Position, spanOf } from '../cells/address.js';
import { type CellNode, describeColumn, describeRowHeaders } from './columns.js';
import { defaultColumnWidth, defaultRowHeight } from './default-sizes.js';
import { type Box, boxOfPart, layerIn, sizeOfArea } from './pane-boxes.js';
import {
  type ColumnType,
  type GridShape,
  isSame,
  type PaneArea,
  paneOf,
  positionOf,
  type RowType,
  splitByPane,
} from './panes.js';

/** Every row is the same object: RevoGrid wants one for each row, and cells are drawn from our own cache. */
const emptyRow = Object.freeze({});

/** Keyboard, focus and scrolling to the focus: RevoGrid would do its own otherwise. */
const handledByUs = [
  'beforekeydown',
  'beforekeyup',
  'beforefocuslost',
  'beforescrollintoview',
  'beforecellfocus',
  'afterfocus',
];

/**
 * RevoGrid as a canvas: it draws the rows and columns on the screen and scrolls. What is in a cell, what is selected,
 * and what a key does is ours; its own editor, keyboard, clipboard and sorting stay off.
 */
export class SheetGrid {
  readonly element: HTMLRevoGridElement;
  #shape: GridShape = { rows: 0, columns: 0, frozen: { rows: 0, columns: 0 } };
  #providers: PluginProviders | null = null;
  #scale = 1;
  readonly #drawCell: (position: Position) => CellNode;

  constructor(parent: HTMLElement, drawCell: (position: Position) => CellNode) {
    defineCustomElements();
    this.#drawCell = drawCell;
    this.element = document.createElement('revo-grid');
    Object.assign(this.element, {
      readonly: true,
      range: true,
      resize: false,
      useClipboard: false,
      canDrag: false,
      canMoveColumns: false,
      exporting: false,
      filter: false,
      hideAttribution: true,
      rowSize: defaultRowHeight,
      colSize: defaultColumnWidth,
      frameSize: 2,
      theme: 'default',
    });
    // A row of headings is a row: RevoGrid does not say so.
    this.element.addEventListener('afterrender', () => {
      for (const row of this.element.querySelectorAll('.header-rgRow:has([role=columnheader])'))
        row.setAttribute('role', 'row');
    });
    for (const name of handledByUs) this.element.addEventListener(name, (event) => event.preventDefault());
    parent.append(this.element);
  }

  /** Resolves once the element can be asked. */
  async start(): Promise<void> {
    await customElements.whenDefined('revo-grid');
    await this.element.componentOnReady();
    this.#providers = (await this.element.getProviders()) ?? null;
    // The keyboard is in our text field; the grid itself is no stop on the way.
    this.element.tabIndex = -1;
  }

  get shape(): GridShape {
    return this.#shape;
  }

  /** The sheet's size. @returns whether it is another one; sizes of single rows and columns have to be set again then */
  setShape(shape: GridShape): boolean {
    const before = this.#shape;
    if (isSame(shape, before)) return false;
    this.#shape = shape;
    const { rows, columns, frozen } = shape;
    if (columns !== before.columns || frozen.columns !== before.frozen.columns) {
      this.element.columns = Array.from({ length: columns }, (_, index) =>
        describeColumn(index + 1, () => this.#shape.frozen, this.#drawCell),
      );
    }
    if (frozen.rows !== before.frozen.rows) this.element.pinnedTopSource = Array(frozen.rows).fill(emptyRow);
    if (String(rows).length !== String(before.rows).length)
      this.element.rowHeaders = describeRowHeaders(rows);
    if (rows !== before.rows || frozen.rows !== before.frozen.rows) {
      this.element.source = Array(Math.max(0, rows - frozen.rows)).fill(emptyRow);
    }
    return true;
  }

  /** The zoom, 1 for 100 %. Sizes of single rows and columns have to be set again then. */
  setScale(scale: number): void {
    this.#scale = scale;
    this.element.parentElement?.style.setProperty('--zoom', String(scale));
    this.element.rowSize = Math.round(defaultRowHeight * scale);
    this.element.colSize = Math.round(defaultColumnWidth * scale);
  }

  get scale(): number {
    return this.#scale;
  }

  /** Sizes in CSS px by index from 0 in each pane. */
  setSizes(type: RowType | ColumnType, sizes: Record<number, number>): void {
    this.#providers?.dimension.setCustomSizes(type, sizes);
  }

  /** Draws again what is on the screen. */
  repaint(): void {
    const stores = this.#providers?.data.stores;
    stores?.rgRow.store.forceUpdate('items');
    stores?.rowPinStart.store.forceUpdate('items');
  }

  drawSelection(area: Area, active: Position): void {
    const selection = this.#providers?.selection;
    if (!selection) return;
    const pane = paneOf(this.#shape.frozen, active);
    const inShape = {
      ...area,
      bottom: Math.min(area.bottom, this.#shape.rows),
      right: Math.min(area.right, this.#shape.columns),
    };
    for (const { rowType, columnType, part } of splitByPane(this.#shape.frozen, inShape)) {
      const store = selection.stores[selection.storesByType[rowType]!]?.[selection.storesByType[columnType]!];
      if (!store) continue;
      const focused = rowType === pane.rowType && columnType === pane.columnType;
      store.setRangeArea(part);
      store.store.set('focus', focused ? { x: pane.x, y: pane.y } : null);
    }
  }

  /** The rows and columns of the scrolling pane that are on the screen. */
  visibleArea(): Area {
    const { frozen } = this.#shape;
    const rows = this.#providers?.viewport.stores.rgRow.store.get('items') ?? [];
    const columns = this.#providers?.viewport.stores.rgCol.store.get('items') ?? [];
    const first = positionOf(frozen, 'rgRow', 'rgCol', rows[0]?.itemIndex ?? 0, columns[0]?.itemIndex ?? 0);
    const last = positionOf(
      frozen,
      'rgRow',
      'rgCol',
      rows.at(-1)?.itemIndex ?? 0,
      columns.at(-1)?.itemIndex ?? 0,
    );
    return spanOf(first, last);
  }

  /** Nothing is scrolled away to the left. */
  isAtLeft(): boolean {
    return (this.#providers?.viewport.stores.rgCol.lastCoordinate ?? 0) <= 0;
  }

  /** How many whole rows or columns fit, for PageDown and Alt+PageDown. */
  pageSize(direction: 'rows' | 'columns'): number {
    const type = direction === 'rows' ? 'rgRow' : 'rgCol';
    const size = this.#providers?.viewport.stores[type].store.get('virtualSize') ?? 0;
    const usual = direction === 'rows' ? defaultRowHeight : defaultColumnWidth;
    return Math.max(1, Math.floor(size / (usual * this.#scale)) - 1);
  }

  /** Scrolls just as far as needed; `force`: also if it seems not to be. @returns whether it was needed */
  reveal(position: Position, force: boolean): boolean {
    const { rowType, columnType, x, y } = paneOf(this.#shape.frozen, position);
    const target: { x?: number; y?: number } = {};
    if (rowType === 'rgRow') {
      const top = this.#scrollFor('rgRow', y, force);
      if (top !== null) target.y = top;
    }
    if (columnType === 'rgCol') {
      const left = this.#scrollFor('rgCol', x, force);
      if (left !== null) target.x = left;
    }
    const isNeeded = target.x !== undefined || target.y !== undefined;
    if (isNeeded) void this.element.scrollToCoordinate(target);
    return isNeeded;
  }

  #scrollFor(type: 'rgRow' | 'rgCol', index: number, force: boolean): number | null {
    const providers = this.#providers;
    if (!providers) return null;
    const start = providers.dimension.getViewPortPos({ coordinate: index, dimension: type });
    const end = providers.dimension.getViewPortPos({ coordinate: index + 1, dimension: type });
    const viewport = providers.viewport.stores[type];
    const scrolled = Math.max(0, viewport.lastCoordinate);
    const size = viewport.store.get('virtualSize');
    if (size === 0) return null;
    if (start < scrolled) return start;
    return force || end > scrolled + size ? Math.max(0, Math.min(start, end - size)) : null;
  }

  /** Where an area's part is in its pane, in CSS px from the pane's first row and column. */
  boxIn(pane: PaneArea): Box | null {
    return this.#providers && boxOfPart(this.#providers.dimension, pane);
  }

  sizeOf(area: Area | null): { width: number; height: number } | null {
    return area && this.#providers && sizeOfArea(this.#providers.dimension, this.#shape.frozen, area);
  }

  layerOf(pane: Pick<PaneArea, 'rowType' | 'columnType'>): HTMLElement | null {
    return layerIn(this.element, pane);
  }

  /** Drawn, and not just beside what can be seen. */
  isShown(position: Position): boolean {
    const box = this.cellElement(position)?.getBoundingClientRect();
    const outer = this.element.getBoundingClientRect();
    return box !== undefined && box.top < outer.bottom - 4 && box.left < outer.right - 4;
  }

  /** The drawn cell, if it is on the screen. */
  cellElement(position: Position): HTMLElement | null {
    const { rowType, columnType, x, y } = paneOf(this.#shape.frozen, position);
    return this.element.querySelector<HTMLElement>(
      `revogr-data[type="${rowType}"][col-type="${columnType}"] .rgCell[data-rgrow="${y}"][data-rgcol="${x}"]`,
    );
  }

  /** The cell, row header or column header at an element. */
  hit(target: EventTarget | null): { kind: 'cell' | 'row' | 'column'; position: Position } | null {
    if (!(target instanceof Element)) return null;
    const { frozen } = this.#shape;
    const header = target.closest<HTMLElement>('.rgHeaderCell');
    if (header) {
      const name = header.dataset.column;
      return name ? { kind: 'column', position: { row: 1, column: Number(name) } } : null;
    }
    const cell = target.closest<HTMLElement>('.rgCell');
    const pane = cell?.closest('revogr-data');
    if (!cell || !pane) return null;
    const columnType = pane.getAttribute('col-type') ?? '';
    const y = Number(cell.dataset.rgrow);
    const x = columnType === 'rowHeaders' ? 0 : Number(cell.dataset.rgcol);
    const position = positionOf(frozen, pane.getAttribute('type') ?? '', columnType, y, x);
    return { kind: columnType === 'rowHeaders' ? 'row' : 'cell', position };
  }
}
