import type { App } from '../app/app.js';
import type { Area } from '../cells/address.js';
import { rangeOf } from '../cells/range.js';
import { areaOf, isSingleCell } from '../selection/selection.js';
import type { WorkbookSession } from '../session/workbook-session.js';

/** Sorts the selection, or with one cell selected the block around it, by the active cell's column. */
export function sortSelection(app: App, descending: boolean): void {
  const session = app.workbooks.active.peek()!;
  const { active } = session.selection.peek();
  const area = tableOf(session);
  session.edits.apply({
    kind: 'sort',
    range: rangeOf(session.sheet.peek(), area),
    header: hasHeader(session, area),
    by: [{ column: active.column, descending }],
  });
}

export function toggleFilter(session: WorkbookSession): void {
  const sheet = session.sheet.peek();
  const range = session.filter.peek() ? null : rangeOf(sheet, tableOf(session));
  session.edits.apply({ kind: 'filter', sheet, range, choices: [] });
}

/** The selection cut to the used range; of a single cell, the block of filled cells around it. */
function tableOf(session: WorkbookSession): Area {
  const selection = session.selection.peek();
  const { rows, columns } = session.sheetInfo;
  if (isSingleCell(selection)) return blockAround(session, areaOf(selection));
  const area = areaOf(selection);
  return {
    ...area,
    bottom: Math.max(area.top, Math.min(area.bottom, rows)),
    right: Math.max(area.left, Math.min(area.right, columns)),
  };
}

/** Excel's current region, as far as it has been read: grown until a ring of empty cells is around it. */
export function blockAround(session: WorkbookSession, start: Area): Area {
  const { rows, columns } = session.sheetInfo;
  const isFilled = (row: number, column: number) =>
    row >= 1 && column >= 1 && row <= rows && column <= columns && session.cell(row, column).text !== '';
  const rowHasAny = (row: number, { left, right }: Area) => {
    for (let column = left - 1; column <= right + 1; column++) if (isFilled(row, column)) return true;
    return false;
  };
  const columnHasAny = (column: number, { top, bottom }: Area) => {
    for (let row = top - 1; row <= bottom + 1; row++) if (isFilled(row, column)) return true;
    return false;
  };
  const area = { ...start };
  for (;;) {
    const before = JSON.stringify(area);
    while (area.bottom < rows && rowHasAny(area.bottom + 1, area)) area.bottom += 1;
    while (area.top > 1 && rowHasAny(area.top - 1, area)) area.top -= 1;
    while (area.right < columns && columnHasAny(area.right + 1, area)) area.right += 1;
    while (area.left > 1 && columnHasAny(area.left - 1, area)) area.left -= 1;
    if (JSON.stringify(area) === before) return area;
  }
}

/** Words above a column that holds something else are its heading. */
export function hasHeader(session: WorkbookSession, { top, left, bottom, right }: Area): boolean {
  if (bottom === top) return false;
  let differs = false;
  for (let column = left; column <= right; column++) {
    const first = session.cell(top, column).view;
    const next = session.cell(top + 1, column).view;
    if (first && first.kind !== 'text') return false;
    if (next && next.kind !== 'text' && next.kind !== 'empty') differs = true;
    if (first?.style?.bold && !next?.style?.bold) differs = true;
  }
  return differs;
}
