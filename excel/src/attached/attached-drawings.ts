import { type Area, nameCell, spanOf } from '../cells/address.js';
import type { Drawing } from '../grid/sheet-overlay.js';
import type { WorkbookSession } from '../session/workbook-session.js';

/** More corners than that on one screen say nothing. */
const maxCorners = 500;

/** The corners of cells that have a note, and the arrow of the active cell's list. */
export function attachedDrawings(session: WorkbookSession, visible: Area, frozen: FrozenLines): Drawing[] {
  const sheet = session.sheet.peek();
  const { active } = session.selection.peek();
  const seen = {
    ...visible,
    top: frozen.rows > 0 ? 1 : visible.top,
    left: frozen.columns > 0 ? 1 : visible.left,
  };
  const isSeen = ({ row, column }: { row: number; column: number }) =>
    (row <= frozen.rows || row >= visible.top) && (column <= frozen.columns || column >= visible.left);
  const notes = session.attached.notesIn(sheet, seen).filter(isSeen).slice(0, maxCorners);
  const drawings: Drawing[] = notes.map(({ row, column, thread }) => ({
    area: session.merges.at(sheet, { row, column }) ?? spanOf({ row, column }, { row, column }),
    name: thread ? 'note-corner thread' : 'note-corner',
  }));
  if (hasList(session)) {
    drawings.push({
      area: session.merges.at(sheet, active) ?? spanOf(active, active),
      name: 'list-place',
      fill: (element) => element.append(listButton(nameCell(active))),
    });
  }
  return drawings;
}

interface FrozenLines {
  readonly rows: number;
  readonly columns: number;
}

/** Whether the active cell can be filled from a list. */
export function hasList(session: WorkbookSession): boolean {
  const rule = session.attached.ruleAt(session.sheet.peek(), session.selection.peek().active);
  return rule?.kind === 'list' && rule.arrow && session.info.peek().readOnly === null;
}

function listButton(cell: string): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'filter-button list-button';
  button.tabIndex = -1;
  button.dataset.testid = `list-${cell}`;
  return button;
}
