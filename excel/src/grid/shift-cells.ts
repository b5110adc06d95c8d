import type { App } from '../app/app.js';
import type { Choice } from '../app/notices.js';
import { isWholeColumns, isWholeRows } from '../cells/range.js';
import { areaOf } from '../selection/selection.js';
import { texts } from '../texts/texts.js';

export type Lines = 'Rows' | 'Columns';
type Way = 'right' | 'down' | 'left' | 'up';

export function changeLines(app: App, what: 'insert' | 'delete', lines: Lines): void {
  const session = app.workbooks.active.peek()!;
  const { sheet, top, left, rows, columns } = session.selectedRange();
  if (lines === 'Rows') session.edits.apply({ kind: `${what}Rows`, sheet, row: top, count: rows });
  else session.edits.apply({ kind: `${what}Columns`, sheet, column: left, count: columns });
}

/** Cells of the selection alone: what is beside them makes room, or closes up. */
export function shiftCells(app: App, shift: Way): void {
  const session = app.workbooks.active.peek()!;
  const range = session.selectedRange();
  if (shift === 'right' || shift === 'down') session.edits.apply({ kind: 'insertCells', range, shift });
  else session.edits.apply({ kind: 'deleteCells', range, shift });
}

/** Ctrl++ and Ctrl+-: whole rows and columns at once, and of cells it is asked, as in Excel. */
export async function insertOrDelete(app: App, what: 'insert' | 'delete'): Promise<void> {
  const area = areaOf(app.workbooks.active.peek()!.selection.peek());
  if (isWholeColumns(area) && !isWholeRows(area)) return changeLines(app, what, 'Columns');
  if (isWholeRows(area)) return changeLines(app, what, 'Rows');
  const { commands } = texts;
  const cells: readonly Choice<Way | Lines>[] =
    what === 'insert'
      ? [
          { label: commands.insertCellsRight, value: 'right', role: 'plain' },
          { label: commands.insertCellsDown, value: 'down', role: 'primary' },
        ]
      : [
          { label: commands.deleteCellsLeft, value: 'left', role: 'plain' },
          { label: commands.deleteCellsUp, value: 'up', role: 'primary' },
        ];
  const chosen = await app.notices.ask<Way | Lines>(
    what === 'insert' ? texts.insertQuestion : texts.deleteQuestion,
    '',
    [
      ...cells,
      { label: texts.wholeRows, value: 'Rows', role: 'plain' },
      { label: texts.wholeColumns, value: 'Columns', role: 'plain' },
    ],
  );
  if (chosen === 'Rows' || chosen === 'Columns') changeLines(app, what, chosen);
  else if (chosen !== null) shiftCells(app, chosen);
}
