import { type Area, spanOf } from '../cells/address.js';
import type { CellEdit } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';

/** More cells than that in one change would not fit a message of the link. */
export const maxEdits = 50_000;

/** One text for every cell of the area, as far as a change goes. */
export function fillEdits(session: WorkbookSession, area: Area, input: string): CellEdit[] {
  const sheet = session.sheet.peek();
  const edits: CellEdit[] = [];
  for (let row = area.top; row <= area.bottom; row++) {
    for (let column = area.left; column <= area.right; column++) {
      if (edits.length >= maxEdits) return edits;
      edits.push({ sheet, row, column, input });
    }
  }
  return edits;
}

/** Empties what is filled in the area: of a whole column, only the cells that hold something. */
export async function clearEdits(session: WorkbookSession, area: Area): Promise<CellEdit[]> {
  const cells = (area.bottom - area.top + 1) * (area.right - area.left + 1);
  if (cells <= 200) return fillEdits(session, area, '');
  const sheet = session.sheet.peek();
  const { rows, columns } = session.sheetInfo;
  const used = { ...area, bottom: Math.min(area.bottom, rows), right: Math.min(area.right, columns) };
  if (used.bottom < used.top || used.right < used.left) return [];
  const filled = await session.readFilled(used);
  return filled.slice(0, maxEdits).map(({ row, column }) => ({ sheet, row, column, input: '' }));
}

/** Tab-separated lines, as every spreadsheet puts them on the clipboard. */
export function pasteEdits(session: WorkbookSession, text: string): { edits: CellEdit[]; area: Area } {
  const sheet = session.sheet.peek();
  const { active } = session.selection.peek();
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n');
  const edits: CellEdit[] = [];
  let width = 1;
  lines.forEach((line, down) => {
    const values = line.split('\t');
    width = Math.max(width, values.length);
    values.forEach((input, across) => {
      if (edits.length < maxEdits)
        edits.push({ sheet, row: active.row + down, column: active.column + across, input });
    });
  });
  const end = { row: active.row + lines.length - 1, column: active.column + width - 1 };
  return { edits, area: spanOf(active, end) };
}

/** The texts of an area as shown, for the clipboard; `null`: too large, or not all of it has been read. */
export function copyText(session: WorkbookSession, area: Area): string | null {
  const bottom = Math.min(area.bottom, Math.max(area.top, session.sheetInfo.rows));
  const right = Math.min(area.right, Math.max(area.left, session.sheetInfo.columns));
  if ((bottom - area.top + 1) * (right - area.left + 1) > maxEdits) return null;
  const lines: string[] = [];
  for (let row = area.top; row <= bottom; row++) {
    const texts: string[] = [];
    for (let column = area.left; column <= right; column++) {
      if (!session.isRead(row, column)) return null;
      texts.push(session.cell(row, column).text);
    }
    lines.push(texts.join('\t'));
  }
  return lines.join('\n');
}
