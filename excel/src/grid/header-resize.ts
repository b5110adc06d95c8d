import type { App } from '../app/app.js';
import { isWholeColumns, isWholeRows } from '../cells/range.js';
import { areasOf } from '../selection/areas.js';
import type { SeveralOperation } from '../service/api.js';
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
    this.#setSize(drag, size);
  }

  /** A double click: as wide as its texts, or as high as usual. */
  fit(grip: Grip): void {
    if (grip.by === 'rows') this.#setSize(grip, null);
    else for (const { first, count } of this.#lines(grip)) this.#app.fitColumns(first, first + count - 1);
  }

  /** All selected lines get the size when the dragged one is among them. */
  #lines({ by, index }: Grip): readonly { first: number; count: number }[] {
    const areas = areasOf(this.#session.selection.peek());
    const spans = areas.map((area) =>
      by === 'columns' ? { first: area.left, last: area.right } : { first: area.top, last: area.bottom },
    );
    const areWhole = areas.every(by === 'columns' ? isWholeColumns : isWholeRows);
    return areWhole && spans.some(({ first, last }) => index >= first && index <= last)
      ? spans.map(({ first, last }) => ({ first, count: last - first + 1 }))
      : [{ first: index, count: 1 }];
  }

  #setSize(grip: Grip, size: number | null): void {
    const sheet = this.#session.sheet.peek();
    const operations = this.#lines(grip).map(
      ({ first, count }): SeveralOperation =>
        grip.by === 'columns'
          ? { kind: 'sizeColumns', sheet, column: first, count, widthPx: size }
          : { kind: 'sizeRows', sheet, row: first, count, heightPx: size },
    );
    this.#session.edits.apply(operations.length === 1 ? operations[0]! : { kind: 'several', operations });
  }

  #sizeAt(event: MouseEvent): number {
    const drag = this.#drag!;
    const at = drag.by === 'columns' ? event.clientX : event.clientY;
    return Math.max(smallestPx, Math.round(drag.size + (at - drag.from) / this.#grid.scale));
  }
}
