import type { App } from '../app/app.js';
import type { Area } from '../cells/address.js';
import { rangeOf } from '../cells/range.js';
import { failureOf } from '../edits/edit-queue.js';
import { areaOf, isSingleCell } from '../selection/selection.js';
import { readBlock, readHasHeader } from '../session/block.js';
import type { WorkbookSession } from '../session/workbook-session.js';

/** Sorts the selection, or with one cell selected the block around it, by the active cell's column. */
export async function sortSelection(app: App, descending: boolean): Promise<void> {
  const session = app.workbooks.active.peek()!;
  const { active } = session.selection.peek();
  const sheet = session.sheet.peek();
  await onTable(app, session, async (area) => {
    const header = await readHasHeader(session, area);
    const by = [{ column: active.column, descending }];
    session.edits.apply({ kind: 'sort', range: rangeOf(sheet, area), header, by });
  });
}

/** A filter over the selection or the block around the active cell; or none, if there is one. */
export async function toggleFilter(app: App): Promise<void> {
  const session = app.workbooks.active.peek()!;
  const sheet = session.sheet.peek();
  if (session.filter.peek()) session.edits.apply({ kind: 'filter', sheet, range: null, choices: [] });
  else
    await onTable(app, session, async (area) => {
      session.edits.apply({ kind: 'filter', sheet, range: rangeOf(sheet, area), choices: [] });
    });
}

/** What is still on its way belongs to the table: it is found once all of it has arrived. */
async function onTable(
  app: App,
  session: WorkbookSession,
  act: (area: Area) => Promise<void>,
): Promise<void> {
  try {
    await session.settled();
    await act(await readTable(session));
  } catch (error) {
    app.notices.tell(failureOf(error));
  }
}

/** The selection cut to the used range; of a single cell, the block of filled cells around it. */
async function readTable(session: WorkbookSession): Promise<Area> {
  const selection = session.selection.peek();
  const area = areaOf(selection);
  if (isSingleCell(selection)) return readBlock(session, area);
  const { rows, columns } = session.sheetInfo;
  return {
    ...area,
    bottom: Math.max(area.top, Math.min(area.bottom, rows)),
    right: Math.max(area.left, Math.min(area.right, columns)),
  };
}
