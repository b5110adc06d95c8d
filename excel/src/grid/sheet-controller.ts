import { type Area, lastColumn, lastRow, type Position } from '../cells/address.js';
import type { CellEditor } from '../edits/cell-editor.js';
import { areasOf, nextCorner, toggleAdding } from '../selection/areas.js';
import { findJump } from '../selection/jump.js';
import type { Command } from '../selection/keyboard.js';
import {
  advance,
  areaOf,
  type Direction,
  isSingleCell,
  move,
  moveTo,
  type Selection,
  select,
  stepFrom,
} from '../selection/selection.js';
import { readBlock } from '../session/block.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { fillEdits } from './area-edits.js';

interface View {
  pageSize(direction: 'rows' | 'columns'): number;
  reveal(position: Position): void;
}

/** What the keys do to the selected sheet. */
export class SheetController {
  readonly #session: WorkbookSession;
  readonly #editor: CellEditor;
  readonly #view: View;

  constructor(session: WorkbookSession, editor: CellEditor, view: View) {
    this.#session = session;
    this.#editor = editor;
    this.#view = view;
  }

  async perform(command: Command): Promise<void> {
    const selection = this.#session.selection.peek();
    switch (command.type) {
      case 'move':
        if (command.jump) return this.#jump(command.direction, command.extend);
        return this.#select(this.#step(selection, command.direction, command.extend));
      case 'page': {
        const rows = command.direction === 'up' || command.direction === 'down';
        return this.#select(
          move(selection, command.direction, command.extend, this.#view.pageSize(rows ? 'rows' : 'columns')),
        );
      }
      case 'rowStart':
        return this.#select(
          moveTo(
            selection,
            { row: this.#from(command.extend).row, column: this.#firstColumn() },
            command.extend,
          ),
        );
      case 'corner':
        return this.#select(moveTo(selection, this.#corner(command.which), command.extend));
      case 'advance':
        if (this.#editor.mode.peek() !== 'ready') this.#editor.commit();
        // Committing may have led back from another sheet.
        return this.#select(this.#advance(this.#session.selection.peek(), command.direction));
      case 'fill':
        return this.#fill();
      case 'edit':
        return this.edit();
      case 'cancel':
        if (this.#editor.mode.peek() === 'ready' && selection.adding !== null)
          this.#select({ ...selection, adding: null });
        return this.#editor.cancel();
      case 'clear':
        return this.#clear(command.thenEdit);
      case 'sheet':
        return this.#stepSheet(command.step);
      case 'selectAll':
        return this.#selectAround();
      case 'selectRow':
      case 'selectColumn':
        return this.#selectWhole(command.type);
      case 'addArea':
        return this.#select(toggleAdding(selection));
      case 'reveal':
        return this.#view.reveal(selection.active);
      case 'nextCorner':
        return this.#select({ ...selection, active: nextCorner(areaOf(selection), selection.active) });
      case 'newLine':
        // The text field's own.
        return;
    }
  }

  /** F2 and double click: change what is there. Typing meanwhile wins. */
  async edit(): Promise<void> {
    if (this.#editor.mode.peek() !== 'ready') {
      this.#editor.mode.value = this.#editor.mode.peek() === 'edit' ? 'enter' : 'edit';
      return;
    }
    const { active } = this.#session.selection.peek();
    const input = await this.#session.readInput(active);
    const now = this.#session.selection.peek().active;
    if (this.#editor.mode.peek() !== 'ready' || now !== active) return;
    this.#editor.start(this.#session, 'edit', input);
  }

  /** Over a merged block in one step. */
  #step(selection: Selection, direction: Direction, extend: boolean): Selection {
    const from = extend ? selection.extent : selection.active;
    const block = this.#blockAt(from);
    const start = block ? edgeOf(block, from, direction) : from;
    return moveTo(selection, this.#overHidden(stepFrom(start, direction), direction), extend);
  }

  /** The next cell of a direction that can be seen; at the sheet's edge, where it is. */
  #overHidden(position: Position, direction: Direction): Position {
    const { sizes } = this.#session;
    let at = position;
    while (sizes.height(at.row) === 0 || sizes.width(at.column) === 0) {
      const next = stepFrom(at, direction);
      if (next.row === at.row && next.column === at.column) return position;
      at = next;
    }
    return at;
  }

  /** A merged block counts as one cell. */
  #advance(selection: Selection, direction: Direction): Selection {
    const block = this.#blockAt(selection.active);
    if (!block || selection.others.length > 0 || JSON.stringify(areaOf(selection)) !== JSON.stringify(block))
      return this.#overBlocks(advance(selection, direction), direction);
    const edge = edgeOf(block, selection.active, direction);
    return advance({ ...selection, anchor: edge, extent: edge, active: edge }, direction);
  }

  /** Of a merged block in a larger selection only the first cell is stopped at. */
  #overBlocks(selection: Selection, direction: Direction): Selection {
    let at = selection;
    for (;;) {
      const block = isSingleCell(at) ? null : this.#blockAt(at.active);
      if (!block || (block.top === at.active.row && block.left === at.active.column)) return at;
      at = advance(at, direction);
    }
  }

  #blockAt(position: Position): Area | null {
    return this.#session.merges.at(this.#session.sheet.peek(), position);
  }

  #select(selection: Selection): void {
    this.#session.selection.value = selection;
  }

  #from(extend: boolean): Position {
    const { active, extent } = this.#session.selection.peek();
    return extend ? extent : active;
  }

  #firstColumn(): number {
    return this.#session.sheetInfo.frozenColumns + 1;
  }

  #corner(which: 'start' | 'end'): Position {
    const { rows, columns, frozenRows, frozenColumns } = this.#session.sheetInfo;
    if (which === 'start') return { row: frozenRows + 1, column: frozenColumns + 1 };
    return { row: Math.max(1, rows), column: Math.max(1, columns) };
  }

  async #jump(direction: Direction, extend: boolean): Promise<void> {
    const session = this.#session;
    const sheet = session.sheet.peek();
    const from = this.#from(extend);
    const { rows, columns } = session.sheetInfo;
    const vertical = direction === 'up' || direction === 'down';
    const isFilled = vertical ? session.reader.column(from.column) : session.reader.row(from.row);
    const step = direction === 'down' || direction === 'right' ? 1 : -1;
    const used = vertical ? rows : columns;
    const start = vertical ? from.row : from.column;
    const end = await findJump(isFilled, start, step, used, vertical ? lastRow : lastColumn);
    if (session.sheet.peek() !== sheet) return;
    const target = vertical ? { row: end, column: from.column } : { row: from.row, column: end };
    this.#select(moveTo(session.selection.peek(), target, extend));
  }

  #fill(): void {
    if (this.#editor.mode.peek() === 'ready') return;
    const text = this.#editor.text.peek();
    this.#editor.cancel();
    this.#session.edits.setCells(fillEdits(this.#session, areasOf(this.#session.selection.peek()), text));
  }

  #clear(thenEdit: boolean): void {
    if (thenEdit) this.#editor.start(this.#session, 'enter', '');
    else if (this.#session.info.peek().readOnly === null)
      this.#session.edits.clear(this.#session.sheet.peek(), areasOf(this.#session.selection.peek()));
  }

  #stepSheet(step: 1 | -1): void {
    const { sheets } = this.#session.info.peek();
    let index = this.#session.sheet.peek() + step;
    while (sheets[index] && !sheets[index]!.visible) index += step;
    if (sheets[index]) this.#session.showSheet(index);
  }

  /** The first Ctrl+A takes the block of filled cells around the active one, the next one the sheet. */
  async #selectAround(): Promise<void> {
    const selection = this.#session.selection.peek();
    const area = areaOf(selection);
    const block = await readBlock(this.#session, areaOf(select(selection.active)));
    if (this.#session.selection.peek() !== selection) return;
    const isGrown = block.top < block.bottom || block.left < block.right;
    const holdsBlock =
      area.top <= block.top &&
      area.left <= block.left &&
      area.bottom >= block.bottom &&
      area.right >= block.right;
    const all = { top: 1, left: 1, bottom: lastRow, right: lastColumn };
    const { top, left, bottom, right } = isGrown && !holdsBlock ? block : all;
    this.#select({
      ...select({ row: top, column: left }, { row: bottom, column: right }),
      active: selection.active,
    });
  }

  #selectWhole(what: 'selectRow' | 'selectColumn'): void {
    const { active, anchor, extent } = this.#session.selection.peek();
    const from = {
      row: what === 'selectRow' ? anchor.row : 1,
      column: what === 'selectColumn' ? anchor.column : 1,
    };
    const to = {
      row: what === 'selectRow' ? extent.row : lastRow,
      column: what === 'selectColumn' ? extent.column : lastColumn,
    };
    this.#select({ ...select(from, to), active });
  }
}

/** After an edit from the formula bar: below, as Enter does. */
export function below(session: WorkbookSession): void {
  session.selection.value = select(stepFrom(session.selection.peek().active, 'down'));
}

/** The cell of a block that lies farthest in a direction, in line with where one came from. */
function edgeOf(block: Area, from: Position, direction: Direction): Position {
  if (direction === 'up') return { ...from, row: block.top };
  if (direction === 'down') return { ...from, row: block.bottom };
  if (direction === 'left') return { ...from, column: block.left };
  return { ...from, column: block.right };
}
