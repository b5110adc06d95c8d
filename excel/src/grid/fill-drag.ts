import type { Area, Position } from '../cells/address.js';
import { areaOf, select } from '../selection/selection.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { fill } from './area-edits.js';

/** The area that a drag of the fill handle to a cell makes: the selection grown in the one direction it goes farthest. */
export function growTo(source: Area, { row, column }: Position): Area {
  const ways = {
    bottom: row - source.bottom,
    top: source.top - row,
    right: column - source.right,
    left: source.left - column,
  };
  const [way, distance] = Object.entries(ways).sort((a, b) => b[1] - a[1])[0]!;
  if (distance <= 0) return source;
  return { ...source, [way]: way === 'bottom' || way === 'top' ? row : column };
}

/**
 * Fills what was dragged over, and selects it. One number alone is repeated and anything else is continued; Ctrl
 * turns that round, as in Excel.
 */
export function fillTo(session: WorkbookSession, target: Area, isTurned: boolean): void {
  const source = areaOf(session.selection.peek());
  if (JSON.stringify(source) === JSON.stringify(target)) return;
  const along =
    target.bottom !== source.bottom || target.top !== source.top
      ? source.bottom - source.top
      : source.right - source.left;
  const isNumber = session.cell(source.top, source.left).view?.kind === 'number';
  const repeats = (along === 0 && isNumber) !== isTurned;
  fill(session, source, target, repeats ? 'copy' : 'series');
  session.selection.value = select(
    { row: target.top, column: target.left },
    { row: target.bottom, column: target.right },
  );
}
