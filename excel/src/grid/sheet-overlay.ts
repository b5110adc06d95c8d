import { type Area, contains, nameCell, type Position, spanOf } from '../cells/address.js';
import { areaOfRange, touches } from '../cells/range.js';
import type { ColoredReference } from '../formulas/reference-colors.js';
import { areaOf } from '../selection/selection.js';
import { growOverMerges } from '../session/merges.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import type { CellNode } from './columns.js';
import type { Box } from './pane-boxes.js';
import { type PaneArea, paneOf, splitByPane } from './panes.js';
import type { SheetGrid } from './revogrid.js';

export interface Drawing {
  readonly area: Area;
  readonly name: string;
  readonly fill?: (element: HTMLElement, part: PaneArea) => void;
}

export interface OverlayState {
  readonly copied: readonly Area[];
  readonly preview: Area | null;
  readonly references: readonly ColoredReference[];
  /** Corners of notes, and the like. */
  readonly attached: readonly Drawing[];
  readonly filterLabel: (column: number) => string;
}

/**
 * What lies over the cells: merged blocks, the selection with its fill handle, dashes around what was copied, and
 * the buttons of a filter. It is drawn into RevoGrid's panes, so that it scrolls with them.
 */
export class SheetOverlay {
  readonly #session: WorkbookSession;
  readonly #grid: SheetGrid;
  readonly #drawMerged: (position: Position) => CellNode;
  readonly #elements: HTMLElement[] = [];

  constructor(session: WorkbookSession, grid: SheetGrid, drawMerged: (position: Position) => CellNode) {
    this.#session = session;
    this.#grid = grid;
    this.#drawMerged = drawMerged;
  }

  draw({ copied, preview, references, attached, filterLabel }: OverlayState): void {
    const session = this.#session;
    const sheet = session.sheet.peek();
    const selection = session.selection.peek();
    const area = areaOf(selection);
    const active = session.merges.at(sheet, selection.active) ?? spanOf(selection.active, selection.active);
    const drawings: Drawing[] = this.#merged(sheet);
    const { others } = selection;
    const isOne = others.length === 0 && JSON.stringify(area) === JSON.stringify(active);
    for (const other of others) drawings.push({ area: other, name: 'range-box' });
    if (!isOne) drawings.push({ area, name: 'range-box' });
    drawings.push({ area: active, name: isOne ? 'active-box alone' : 'active-box' });
    const corner = { top: area.bottom, left: area.right, bottom: area.bottom, right: area.right };
    if (session.info.peek().readOnly === null && others.length === 0)
      drawings.push({ area: corner, name: 'fill-corner', fill: addHandle });
    for (const area of copied) drawings.push({ area, name: 'copied-box' });
    for (const { area: referred, color } of references) {
      const fill = (element: HTMLElement) => element.style.setProperty('--reference', color);
      drawings.push({ area: referred, name: 'reference-box', fill });
    }
    if (preview) drawings.push({ area: preview, name: 'preview-box' });
    drawings.push(...this.#filterButtons(filterLabel), ...attached);
    this.#replace(drawings);
  }

  #merged(sheet: number): Drawing[] {
    const { frozen } = this.#grid.shape;
    const visible = this.#grid.visibleArea();
    const isNear = (area: Area) =>
      touches(area, visible) || area.top <= frozen.rows || area.left <= frozen.columns;
    return this.#session.merges
      .of(sheet)
      .filter(isNear)
      .map((area) => ({
        area,
        name: 'merged-box rgCell',
        fill: (element, pane) => {
          const first = paneOf(frozen, { row: area.top, column: area.left });
          const isFirstPart = pane.rowType === first.rowType && pane.columnType === first.columnType;
          const { text, runs, classes, style } = this.#drawMerged({ row: area.top, column: area.left });
          for (const [name, isOn] of Object.entries(classes)) element.classList.toggle(name, isOn);
          setStyle(element, style);
          const label = document.createElement('span');
          label.className = 'text';
          label.textContent = runs ? '' : text;
          for (const run of runs ?? []) {
            const part = document.createElement('span');
            part.textContent = run.text;
            setStyle(part, run.style);
            label.append(part);
          }
          // A block that is partly frozen is drawn in parts; its text is in the first.
          if (isFirstPart) element.append(label);
        },
      }));
  }

  #filterButtons(label: (column: number) => string): Drawing[] {
    const filter = this.#session.filter.peek();
    if (!filter) return [];
    const { top, left, right } = areaOfRange(filter.range);
    const drawings: Drawing[] = [];
    for (let column = left; column <= right; column++) {
      const isOn = filter.choices.some((choice) => choice.column === column);
      drawings.push({
        area: { top, left: column, bottom: top, right: column },
        name: 'filter-place',
        fill: (element) => {
          const button = document.createElement('button');
          button.type = 'button';
          button.className = isOn ? 'filter-button on' : 'filter-button';
          button.tabIndex = -1;
          button.dataset.filterColumn = String(column);
          button.dataset.testid = `filter-${nameCell({ row: top, column })}`;
          button.setAttribute('aria-label', label(column));
          element.append(button);
        },
      });
    }
    return drawings;
  }

  #replace(drawings: readonly Drawing[]): void {
    for (const element of this.#elements.splice(0)) element.remove();
    const { rows, columns, frozen } = this.#grid.shape;
    for (const { area, name, fill } of drawings) {
      const inShape = { ...area, bottom: Math.min(area.bottom, rows), right: Math.min(area.right, columns) };
      for (const pane of splitByPane(frozen, inShape)) {
        const box = this.#grid.boxIn(pane);
        const layer = box && this.#grid.layerOf(pane);
        if (!layer) continue;
        const element = document.createElement('div');
        element.className = name;
        // The grid's cells are what is read out; the filter's buttons have Alt with the arrow down.
        element.ariaHidden = 'true';
        place(element, box);
        fill?.(element, pane);
        layer.append(element);
        this.#elements.push(element);
      }
    }
  }
}

function place(element: HTMLElement, { left, top, width, height }: Box): void {
  Object.assign(element.style, {
    left: `${left}px`,
    top: `${top}px`,
    width: `${width}px`,
    height: `${height}px`,
  });
}

function addHandle(element: HTMLElement): void {
  const handle = document.createElement('div');
  handle.className = 'fill-handle';
  handle.dataset.testid = 'fill-handle';
  element.append(handle);
}

/** A selection cuts no merged block in two, and typing goes to a block's first cell. */
export function overMerges(session: WorkbookSession): void {
  const sheet = session.sheet.peek();
  const merges = session.merges.of(sheet);
  if (merges.length === 0) return;
  const selection = session.selection.peek();
  const area = areaOf(selection);
  const grown = growOverMerges(area, merges);
  const block = session.merges.at(sheet, selection.active);
  const active = block ? { row: block.top, column: block.left } : selection.active;
  const others = selection.others.map((one) => growOverMerges(one, merges));
  if (
    JSON.stringify(others) === JSON.stringify(selection.others) &&
    JSON.stringify(grown) === JSON.stringify(area) &&
    active.row === selection.active.row &&
    active.column === selection.active.column
  )
    return;
  // The ends keep their sides, so that Shift with an arrow goes on from where it was.
  const down = selection.anchor.row <= selection.extent.row;
  const right = selection.anchor.column <= selection.extent.column;
  session.selection.value = {
    ...selection,
    others,
    anchor: { row: down ? grown.top : grown.bottom, column: right ? grown.left : grown.right },
    extent: { row: down ? grown.bottom : grown.top, column: right ? grown.right : grown.left },
    active: contains(grown, active) ? active : { row: grown.top, column: grown.left },
  };
}

/** Variables, too, which are no properties of a style. */
function setStyle(element: HTMLElement, style: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(style)) {
    if (name.startsWith('--')) element.style.setProperty(name, value);
    else Object.assign(element.style, { [name]: value });
  }
}
