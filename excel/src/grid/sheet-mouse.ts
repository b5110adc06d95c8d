import type { App } from '../app/app.js';
import { lastColumn, lastRow, type Position } from '../cells/address.js';
import { select } from '../selection/selection.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import type { CellInput } from './cell-input.js';
import type { SheetGrid } from './revogrid.js';
import type { SheetController } from './sheet-controller.js';

interface Parts {
  readonly app: App;
  readonly session: WorkbookSession;
  readonly controller: SheetController;
  readonly grid: SheetGrid;
  readonly input: CellInput;
}

type Hit = NonNullable<ReturnType<SheetGrid['hit']>>;

/** How often a drag beyond the edge scrolls on. */
const dragScrollMs = 60;

/** Clicks and drags select; a double click edits. */
export class SheetMouse {
  readonly #parts: Parts;
  #dragging: Hit | null = null;
  #pointer = { x: 0, y: 0 };
  #scrolling: ReturnType<typeof setInterval> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { element } = parts.grid;
    // Capturing: RevoGrid's own selection must not see it.
    element.addEventListener('mousedown', this.#onDown, { capture: true });
    element.addEventListener('dblclick', this.#onDoubleClick, { capture: true });
    document.addEventListener('mousemove', this.#onMove);
    document.addEventListener('mouseup', this.#onUp);
  }

  end(): void {
    this.#onUp();
    document.removeEventListener('mousemove', this.#onMove);
    document.removeEventListener('mouseup', this.#onUp);
  }

  readonly #onDown = (event: MouseEvent): void => {
    const { app, session, grid, input } = this.#parts;
    const hit = grid.hit(event.target);
    if (!hit) return;
    event.stopPropagation();
    event.preventDefault();
    input.focus();
    if (event.button !== 0) return;
    if (app.editor.mode.peek() !== 'ready') app.editor.commit();
    const { active } = session.selection.peek();
    const from = event.shiftKey ? { ...hit, position: active } : hit;
    this.#dragging = from;
    this.#extendTo(hit.position);
    this.#pointer = { x: event.clientX, y: event.clientY };
    this.#scrolling ??= setInterval(() => this.#scrollOn(), dragScrollMs);
  };

  readonly #onDoubleClick = (event: MouseEvent): void => {
    if (this.#parts.grid.hit(event.target)?.kind !== 'cell') return;
    event.stopPropagation();
    event.preventDefault();
    void this.#parts.controller.edit();
  };

  readonly #onMove = (event: MouseEvent): void => {
    if (!this.#dragging) return;
    this.#pointer = { x: event.clientX, y: event.clientY };
    const hit = this.#parts.grid.hit(document.elementFromPoint(event.clientX, event.clientY));
    if (hit && hit.kind === this.#dragging.kind) this.#extendTo(hit.position);
  };

  readonly #onUp = (): void => {
    this.#dragging = null;
    if (this.#scrolling !== null) clearInterval(this.#scrolling);
    this.#scrolling = null;
  };

  #extendTo(target: Position): void {
    const { session } = this.#parts;
    const { kind, position: from } = this.#dragging!;
    if (kind === 'cell') session.selection.value = select(from, target);
    else if (kind === 'row') {
      session.selection.value = select({ row: from.row, column: 1 }, { row: target.row, column: lastColumn });
    } else
      session.selection.value = select(
        { row: 1, column: from.column },
        { row: lastRow, column: target.column },
      );
  }

  /** The pointer is beyond an edge: the selection goes on growing that way. */
  #scrollOn(): void {
    if (this.#dragging?.kind !== 'cell') return;
    const { session, grid } = this.#parts;
    const box = grid.element.getBoundingClientRect();
    const { extent } = session.selection.peek();
    const row = extent.row + beyond(this.#pointer.y, box.top, box.bottom);
    const column = extent.column + beyond(this.#pointer.x, box.left, box.right);
    if (row === extent.row && column === extent.column) return;
    this.#extendTo({
      row: Math.min(Math.max(1, row), lastRow),
      column: Math.min(Math.max(1, column), lastColumn),
    });
  }
}

function beyond(pointer: number, start: number, end: number): -1 | 0 | 1 {
  if (pointer < start) return -1;
  return pointer > end ? 1 : 0;
}
