import type { PluginProviders } from '@revolist/revogrid';
import { defineCustomElements } from '@revolist/revogrid/loader';
import { type Area, nameColumn, type Position, spanOf } from '../cells/address.js';
import {
  type ColumnType,
  type GridShape,
  isSame,
  paneOf,
  positionOf,
  type RowType,
  splitByPane,
} from './panes.js';

export const defaultRowHeight = 22;
export const defaultColumnWidth = 88;

export interface CellNode {
  readonly text: string;
  readonly classes: Record<string, boolean>;
  readonly style: Record<string, string>;
  /** Width in px that the text may take, over empty neighbours; 0: the cell's own. */
  readonly overflow: number;
  readonly title: string | null;
}

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
      this.element.columns = Array.from({ length: columns }, (_, index) => this.#column(index + 1));
    }
    if (frozen.rows !== before.frozen.rows) this.element.pinnedTopSource = Array(frozen.rows).fill(emptyRow);
    if (String(rows).length !== String(before.rows).length) this.element.rowHeaders = headersFor(rows);
    if (rows !== before.rows || frozen.rows !== before.frozen.rows) {
      this.element.source = Array(Math.max(0, rows - frozen.rows)).fill(emptyRow);
    }
    return true;
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
    return Math.max(1, Math.floor(size / (direction === 'rows' ? defaultRowHeight : defaultColumnWidth)) - 1);
  }

  /** Scrolls just as far as needed. @returns whether it was needed */
  reveal(position: Position): boolean {
    const { rowType, columnType, x, y } = paneOf(this.#shape.frozen, position);
    const target: { x?: number; y?: number } = {};
    if (rowType === 'rgRow') {
      const top = this.#scrollFor('rgRow', y);
      if (top !== null) target.y = top;
    }
    if (columnType === 'rgCol') {
      const left = this.#scrollFor('rgCol', x);
      if (left !== null) target.x = left;
    }
    const isNeeded = target.x !== undefined || target.y !== undefined;
    if (isNeeded) void this.element.scrollToCoordinate(target);
    return isNeeded;
  }

  #scrollFor(type: 'rgRow' | 'rgCol', index: number): number | null {
    const providers = this.#providers;
    if (!providers) return null;
    const start = providers.dimension.getViewPortPos({ coordinate: index, dimension: type });
    const end = providers.dimension.getViewPortPos({ coordinate: index + 1, dimension: type });
    const viewport = providers.viewport.stores[type];
    const scrolled = Math.max(0, viewport.lastCoordinate);
    const size = viewport.store.get('virtualSize');
    if (size === 0) return null;
    if (start < scrolled) return start;
    return end > scrolled + size ? Math.max(0, Math.min(start, end - size)) : null;
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

  #column(column: number) {
    const { frozen } = this.#shape;
    return {
      prop: column,
      name: nameColumn(column),
      ...(column <= frozen.columns ? { pin: 'colPinStart' as const } : {}),
      columnProperties: () => ({ 'data-column': column }),
      cellProperties: ({ rowIndex, type }: { rowIndex: number; type: string }) => {
        const row = this.#row(type, rowIndex);
        const { classes, style, title } = this.#drawCell({ row, column });
        return { class: classes, style, 'aria-rowindex': `${row}`, ...(title ? { title } : {}) };
      },
      cellTemplate: (
        create: (tag: string, data: object, text: string) => unknown,
        cell: { rowIndex: number; type: string },
      ) => {
        const { text, overflow } = this.#drawCell({ row: this.#row(cell.type, cell.rowIndex), column });
        return create(
          'span',
          overflow ? { class: 'text over', style: { width: `${overflow}px` } } : { class: 'text' },
          text,
        );
      },
    };
  }

  #row(type: string, index: number): number {
    return index + 1 + (type === 'rgRow' ? this.#shape.frozen.rows : 0);
  }
}

/** Wide enough for the longest row number. */
function headersFor(rows: number) {
  return { prop: 'row', size: Math.max(44, 18 + 8 * String(rows).length) };
}
