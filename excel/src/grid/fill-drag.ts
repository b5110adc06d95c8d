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

/** A double click on the handle: down as far as the column beside the selection goes. */
export async function fillBeside(session: WorkbookSession): Promise<void> {
  const selection = session.selection.peek();
  const source = areaOf(selection);
  // What is still on its way makes the sheet larger.
  await session.settled();
  const { rows, columns } = session.sheetInfo;
  for (const column of [source.left - 1, source.right + 1]) {
    if (column < 1 || column > columns) continue;
    const isFilled = session.reader.column(column);
    let bottom = source.bottom;
    while (bottom < rows && (await isFilled(bottom + 1))) bottom += 1;
    if (session.selection.peek() !== selection) return;
    if (bottom > source.bottom) return fillTo(session, { ...source, bottom }, false);
  }
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
