import type { Area } from '../cells/address.js';
import { rangeOf } from '../cells/range.js';
import { areaOf } from '../selection/selection.js';
import type { CellEdit } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';

/** More cells than that in one change would not fit a message of the link. */
const maxEdits = 50_000;

/** One text for every cell of the areas, as far as a change goes. */
export function fillEdits(session: WorkbookSession, areas: readonly Area[], input: string): CellEdit[] {
  const sheet = session.sheet.peek();
  const edits: CellEdit[] = [];
  for (const area of areas)
    for (let row = area.top; row <= area.bottom; row++)
      for (let column = area.left; column <= area.right; column++) {
        if (edits.length >= maxEdits) return edits;
        edits.push({ sheet, row, column, input });
      }
  return edits;
}

/**
 * Ctrl+D and Ctrl+R: the first row or column of the selection over the rest of it; with a single one selected, the
 * one before it, as in Excel.
 */
export function fillAlong(session: WorkbookSession, direction: 'down' | 'right'): void {
  const area = areaOf(session.selection.peek());
  const target = { ...area };
  if (direction === 'down' && area.top === area.bottom) target.top -= 1;
  if (direction === 'right' && area.left === area.right) target.left -= 1;
  if (target.top < 1 || target.left < 1) return;
  const source = direction === 'down' ? { ...target, bottom: target.top } : { ...target, right: target.left };
  fill(session, source, target, 'copy');
}

/** The fill handle: what is in `source` goes on over `target`, which holds it. */
export function fill(session: WorkbookSession, source: Area, target: Area, how: 'copy' | 'series'): void {
  const sheet = session.sheet.peek();
  session.edits.apply({ kind: 'fill', source: rangeOf(sheet, source), target: rangeOf(sheet, target), how });
}
