import type { App } from '../app/app.js';
import { type Area, nameArea, type Position } from '../cells/address.js';
import { maxWindowCells } from '../cells/block-cache.js';
import { failureOf } from '../edits/edit-queue.js';
import { areaOf, isSingleCell } from '../selection/selection.js';
import type { CellEdit } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';

/**
 * Alt+=: below a selected block the sum of each of its columns, at once; in a single cell the sum of the numbers above
 * it, or else of those to its left, to be changed or confirmed.
 */
export async function autoSum(app: App): Promise<void> {
  const session = app.workbooks.active.peek()!;
  const selection = session.selection.peek();
  if (!isSingleCell(selection)) {
    session.edits.setCells(sumsOf(session, areaOf(selection)));
    return;
  }
  try {
    await session.settled();
    const area = await readNumbersBeside(session, selection.active);
    if (session.selection.peek() !== selection || app.editor.mode.peek() !== 'ready') return;
    const name = area ? nameArea(area) : '';
    app.editor.start(session, 'enter', `=SUM(${name})`, `=SUM(${name}`.length);
    if (area) app.pointer.adopt('=SUM('.length, name, area);
  } catch (error) {
    app.notices.tell(failureOf(error));
  }
}

/** Into the block's last row or column where that is empty, otherwise behind it. */
function sumsOf(session: WorkbookSession, area: Area): CellEdit[] {
  const sheet = session.sheet.peek();
  const { rows, columns } = session.sheetInfo;
  const used = { ...area, bottom: Math.min(area.bottom, rows + 1), right: Math.min(area.right, columns + 1) };
  const isRow = used.top === used.bottom;
  const last = isRow ? { ...used, left: used.right } : { ...used, top: used.bottom };
  const isFree = session.countFilled(last, 1) === 0;
  if (isRow) {
    const right = isFree ? used.right - 1 : used.right;
    const input = `=SUM(${nameArea({ ...used, right })})`;
    return [{ sheet, row: used.top, column: right + 1, input }];
  }
  const bottom = isFree ? used.bottom - 1 : used.bottom;
  return Array.from({ length: used.right - used.left + 1 }, (_, across) => {
    const column = used.left + across;
    const summed = { top: used.top, bottom, left: column, right: column };
    return { sheet, row: bottom + 1, column, input: `=SUM(${nameArea(summed)})` };
  });
}

/** The run of numbers that ends above the cell, or to its left. */
async function readNumbersBeside(session: WorkbookSession, { row, column }: Position): Promise<Area | null> {
  const top = Math.max(1, row - maxWindowCells);
  const above =
    row === 1 ? [] : await readNumbers(session, { top, bottom: row - 1, left: column, right: column });
  const rows = new Set(above.map((cell) => cell.row));
  let first = row;
  while (rows.has(first - 1)) first -= 1;
  if (first < row) return { top: first, bottom: row - 1, left: column, right: column };
  const left =
    column === 1 ? [] : await readNumbers(session, { top: row, bottom: row, left: 1, right: column - 1 });
  const columns = new Set(left.map((cell) => cell.column));
  first = column;
  while (columns.has(first - 1)) first -= 1;
  return first < column ? { top: row, bottom: row, left: first, right: column - 1 } : null;
}

async function readNumbers(session: WorkbookSession, area: Area) {
  const { cells } = await session.reader.window(area);
  return cells.filter(({ kind }) => kind === 'number');
}
