import { type Signal, signal } from '@preact/signals';
import type { App } from '../app/app.js';
import { openLink } from '../attached/open-link.js';
import { type Area, contains, lastColumn, lastRow, type Position, spanOf } from '../cells/address.js';
import { failureOf } from '../edits/edit-queue.js';
import { cellMenu, columnMenu, rowMenu } from '../menu/menus.js';
import { areasOf, takeAway } from '../selection/areas.js';
import { areaOf, asOthers, isSingleCell, select } from '../selection/selection.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import type { CellInput } from './cell-input.js';
import { fillBeside, fillTo, growTo } from './fill-drag.js';
import type { HeaderResize } from './header-resize.js';
import { type Hit, spanOfHit } from './hit.js';
import type { SheetGrid } from './revogrid.js';
import type { SheetController } from './sheet-controller.js';

interface Parts {
  readonly app: App;
  readonly session: WorkbookSession;
  readonly controller: SheetController;
  readonly grid: SheetGrid;
  readonly input: CellInput;
  readonly resize: HeaderResize;
}

/** How often a drag beyond the edge scrolls on. */
const dragScrollMs = 60;
const doubleClickMs = 500;

/** Clicks and drags select, fill and resize; a double click edits; the right button opens a menu. */
export class SheetMouse {
  /** What a drag of the fill handle would fill. */
  readonly preview: Signal<Area | null> = signal(null);
  readonly #parts: Parts;
  #dragging: Hit | null = null;
  /** What stays selected beside what a drag selects. */
  #kept: readonly Area[] = [];
  #pointing: { field: HTMLTextAreaElement; anchor: Position } | null = null;
  #pointer = { x: 0, y: 0 };
  #handleDownMs = Number.NEGATIVE_INFINITY;
  #scrolling: ReturnType<typeof setInterval> | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { element } = parts.grid;
    // Capturing: RevoGrid's own selection must not see it.
    element.addEventListener('mousedown', this.#onDown, { capture: true });
    element.addEventListener('dblclick', this.#onDoubleClick, { capture: true });
    element.addEventListener('contextmenu', this.#onMenu, { capture: true });
    element.addEventListener('mousemove', this.#onHover);
    document.addEventListener('mousemove', this.#onMove);
    document.addEventListener('mouseup', this.#onUp);
  }

  end(): void {
    this.#stop();
    document.removeEventListener('mousemove', this.#onMove);
    document.removeEventListener('mouseup', this.#onUp);
  }

  readonly #onDown = (event: MouseEvent): void => {
    const { app, session, grid, input, resize } = this.#parts;
    const target = event.target as Element;
    if (this.#openChoices(event)) return;
    const filterButton = target.closest<HTMLElement>('.filter-button');
    if (filterButton) {
      this.#openFilter(event, filterButton);
      return;
    }
    if (this.#beginPointing(event) || this.#openLink(event)) return;
    const isHandle = target.closest('.fill-handle') !== null;
    const hit = grid.hit(target);
    if (!hit && !isHandle) return;
    event.stopPropagation();
    event.preventDefault();
    input.focus();
    session.charts.selected.value = null;
    if (event.button !== 0) return;
    if (app.editor.mode.peek() !== 'ready') app.editor.commit();
    this.#pointer = { x: event.clientX, y: event.clientY };
    if (isHandle) {
      // The handle is drawn anew with each click, so that no double click is told of it.
      const isSecond = event.timeStamp - this.#handleDownMs < doubleClickMs;
      this.#handleDownMs = event.timeStamp;
      if (isSecond) fillBeside(session).catch((error) => app.notices.tell(failureOf(error)));
      this.preview.value = areaOf(session.selection.peek());
      return;
    }
    const grip = resize.gripAt(event);
    if (grip) {
      resize.begin(grip, event);
      return;
    }
    const selection = session.selection.peek();
    // From the only selected cell on, Ctrl with a drag is a drag.
    const isFirst =
      isSingleCell(selection) && hit!.kind === 'cell' && contains(areaOf(selection), hit!.position);
    const isAdding = (event.ctrlKey || event.metaKey) && !event.shiftKey && !isFirst;
    if (isAdding && this.#takeAway(hit!)) return;
    const { active } = selection;
    this.#kept = isAdding ? asOthers(selection) : event.shiftKey ? selection.others : [];
    this.#dragging = event.shiftKey ? { ...hit!, position: active } : hit!;
    this.#extendTo(hit!.position);
    this.#scrolling ??= setInterval(() => this.#scrollOn(), dragScrollMs);
  };

  readonly #onDoubleClick = (event: MouseEvent): void => {
    const { grid, resize, controller } = this.#parts;
    const hit = grid.hit(event.target);
    if (!hit) return;
    event.stopPropagation();
    event.preventDefault();
    const grip = resize.gripAt(event);
    if (grip) resize.fit(grip);
    else if (hit.kind === 'cell') void controller.edit();
  };

  readonly #onMenu = (event: MouseEvent): void => {
    const { app, session, grid } = this.#parts;
    const hit = grid.hit(event.target);
    if (!hit) return;
    event.preventDefault();
    const { start, end } = spanOfHit(hit);
    const isSelected = areasOf(session.selection.peek()).some(
      (area) => contains(area, start) && contains(area, end),
    );
    if (!isSelected) this.#select(hit, hit.position);
    const entries = { cell: cellMenu, row: rowMenu, column: columnMenu }[hit.kind];
    app.contextMenu.value = { entries, place: { left: event.clientX, top: event.clientY } };
  };

  readonly #onHover = (event: MouseEvent): void => {
    const { grid, resize } = this.#parts;
    const grip = resize.isDragging ? null : resize.gripAt(event);
    grid.element.classList.toggle('at-column-edge', grip?.by === 'columns');
    grid.element.classList.toggle('at-row-edge', grip?.by === 'rows');
  };

  readonly #onMove = (event: MouseEvent): void => {
    const { app, grid, resize, session } = this.#parts;
    if (resize.isDragging) {
      resize.move(event);
      return;
    }
    this.#pointer = { x: event.clientX, y: event.clientY };
    if (!this.#dragging && !this.preview.peek() && !this.#pointing) return;
    const hit = grid.hit(document.elementFromPoint(event.clientX, event.clientY));
    if (!hit) return;
    if (this.#pointing) app.pointer.point(this.#pointing.field, this.#pointing.anchor, hit.position);
    else if (this.preview.peek()) this.preview.value = growTo(areaOf(session.selection.peek()), hit.position);
    else if (hit.kind === this.#dragging?.kind) this.#extendTo(hit.position);
  };

  readonly #onUp = (event: MouseEvent): void => {
    const { resize, session } = this.#parts;
    if (resize.isDragging) resize.end(event);
    const target = this.preview.peek();
    this.#stop();
    if (target) fillTo(session, target, event.ctrlKey || event.metaKey);
  };

  #stop(): void {
    this.preview.value = null;
    this.#dragging = null;
    this.#kept = [];
    this.#pointing = null;
    if (this.#scrolling !== null) clearInterval(this.#scrolling);
    this.#scrolling = null;
  }

  /** A formula that waits for a value takes the clicked cell, and its field keeps the keyboard. */
  #beginPointing(event: MouseEvent): boolean {
    const { app, session, grid } = this.#parts;
    const field = document.activeElement;
    const hit = grid.hit(event.target);
    const isHere = app.editor.place.peek()?.session === session;
    if (event.button !== 0 || hit?.kind !== 'cell' || !isHere) return false;
    if (!(field instanceof HTMLTextAreaElement) || !app.pointer.canPoint(field)) return false;
    event.preventDefault();
    event.stopPropagation();
    this.#pointing = { field, anchor: hit.position };
    app.pointer.point(field, hit.position);
    return true;
  }

  /** The arrow of a cell's list. */
  #openChoices(event: MouseEvent): boolean {
    const { app, session } = this.#parts;
    const button = (event.target as Element).closest('.list-button');
    if (!button) return false;
    event.preventDefault();
    event.stopPropagation();
    if (app.editor.mode.peek() !== 'ready') app.editor.cancel();
    const box = button.getBoundingClientRect();
    const place = { left: box.left, top: box.bottom + 4 };
    app.choiceMenu.value = { cell: session.selection.peek().active, place };
    return true;
  }

  /** Ctrl with a click follows a link; elsewhere it selects. */
  #openLink(event: MouseEvent): boolean {
    const { app, session, grid, input } = this.#parts;
    const hit = grid.hit(event.target);
    if (event.button !== 0 || !(event.ctrlKey || event.metaKey) || hit?.kind !== 'cell') return false;
    if (session.attached.linkAt(session.sheet.peek(), hit.position) === null) return false;
    event.preventDefault();
    event.stopPropagation();
    input.focus();
    if (app.editor.mode.peek() !== 'ready') app.editor.commit();
    session.selection.value = select(hit.position);
    void openLink(app, session, hit.position);
    return true;
  }

  #openFilter(event: MouseEvent, button: HTMLElement): void {
    event.preventDefault();
    event.stopPropagation();
    const box = button.getBoundingClientRect();
    this.#parts.app.filterMenu.value = {
      column: Number(button.dataset.filterColumn),
      place: { left: box.left, top: box.bottom + 4 },
    };
  }

  #extendTo(target: Position): void {
    this.#select(this.#dragging!, target);
  }

  #select(from: Hit, target: Position): void {
    const { start } = spanOfHit(from);
    const { end } = spanOfHit({ ...from, position: target });
    this.#parts.session.selection.value = { ...select(start, end), others: this.#kept };
  }

  /** Ctrl with a click on what is selected. @returns whether it was */
  #takeAway(hit: Hit): boolean {
    const { session } = this.#parts;
    const { start, end } = spanOfHit(hit);
    const selection = session.selection.peek();
    if (!areasOf(selection).some((area) => contains(area, start) && contains(area, end))) return false;
    const merged = hit.kind === 'cell' ? session.merges.at(session.sheet.peek(), start) : null;
    const rest = takeAway(selection, merged ?? spanOf(start, end));
    if (rest) session.selection.value = rest;
    return true;
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
