import type { App } from '../app/app.js';
import { isWholeColumns, isWholeRows } from '../cells/range.js';
import { areaOf } from '../selection/selection.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import type { SheetGrid } from './revogrid.js';
import type { SheetPainter } from './sheet-painter.js';

/** So near to its edge a heading is taken by its edge. */
const gripPx = 5;
const smallestPx = 4;

export interface Grip {
  readonly by: 'columns' | 'rows';
  readonly index: number;
}

/** Columns and rows get their size by dragging the edge of their heading. */
export class HeaderResize {
  readonly #app: App;
  readonly #session: WorkbookSession;
  readonly #grid: SheetGrid;
  readonly #painter: SheetPainter;
  #drag: (Grip & { from: number; size: number }) | null = null;

  constructor(app: App, session: WorkbookSession, grid: SheetGrid, painter: SheetPainter) {
    this.#app = app;
    this.#session = session;
    this.#grid = grid;
    this.#painter = painter;
  }

  get isDragging(): boolean {
    return this.#drag !== null;
  }

  /** The edge at the pointer; the near edge is that of the line before. */
  gripAt(event: MouseEvent): Grip | null {
    if (this.#session.info.peek().readOnly !== null) return null;
    const hit = this.#grid.hit(event.target);
    if (!hit || hit.kind === 'cell') return null;
    const element = (event.target as Element).closest('.rgHeaderCell, .rgCell')!;
    const box = element.getBoundingClientRect();
    const by = hit.kind === 'column' ? 'columns' : 'rows';
    const index = hit.kind === 'column' ? hit.position.column : hit.position.row;
    const [start, end, at] =
      by === 'columns' ? [box.left, box.right, event.clientX] : [box.top, box.bottom, event.clientY];
    if (end - at <= gripPx) return { by, index };
    return at - start < gripPx && index > 1 ? { by, index: index - 1 } : null;
  }

  begin(grip: Grip, event: MouseEvent): void {
    const { sizes } = this.#session;
    const size = grip.by === 'columns' ? sizes.width(grip.index) : sizes.height(grip.index);
    this.#drag = { ...grip, size, from: grip.by === 'columns' ? event.clientX : event.clientY };
  }

  move(event: MouseEvent): void {
    const drag = this.#drag!;
    this.#session.sizes.preview(drag.by, drag.index, this.#sizeAt(event));
    this.#painter.applySizes();
    this.#painter.repaint();
  }

  end(event: MouseEvent): void {
    const drag = this.#drag!;
    this.#drag = null;
    const size = this.#sizeAt(event);
    if (size === drag.size) return;
    const sheet = this.#session.sheet.peek();
    const { first, count } = this.#lines(drag);
    if (drag.by === 'columns')
      this.#session.edits.apply({ kind: 'sizeColumns', sheet, column: first, count, widthPx: size });
    else this.#session.edits.apply({ kind: 'sizeRows', sheet, row: first, count, heightPx: size });
  }

  /** A double click: as wide as its texts, or as high as usual. */
  fit(grip: Grip): void {
    const { first, count } = this.#lines(grip);
    const sheet = this.#session.sheet.peek();
    if (grip.by === 'columns') this.#app.fitColumns(first, first + count - 1);
    else this.#session.edits.apply({ kind: 'sizeRows', sheet, row: first, count, heightPx: null });
  }

  /** All selected lines get the size when the dragged one is among them. */
  #lines({ by, index }: Grip): { first: number; count: number } {
    const area = areaOf(this.#session.selection.peek());
    const [first, last] = by === 'columns' ? [area.left, area.right] : [area.top, area.bottom];
    const isWhole = by === 'columns' ? isWholeColumns(area) : isWholeRows(area);
    return isWhole && index >= first && index <= last
      ? { first, count: last - first + 1 }
      : { first: index, count: 1 };
  }

  #sizeAt(event: MouseEvent): number {
    const drag = this.#drag!;
    const at = drag.by === 'columns' ? event.clientX : event.clientY;
    return Math.max(smallestPx, Math.round(drag.size + (at - drag.from) / this.#grid.scale));
  }
}
