import type { App } from '../app/app.js';
import { areaOf, isSingleCell } from '../selection/selection.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { SheetTabs } from './SheetTabs.js';

export function StatusBar({ app, session }: { app: App; session: WorkbookSession }) {
  const waiting = session.unacknowledged.value;
  const busy = app.workbooks.busy.value;
  return (
    <footer class="status-bar">
      <SheetTabs app={app} session={session} />
      <div class="status-texts" role="status">
        {busy && (
          <span class="busy">
            <span class="spinner" aria-hidden="true" />
            {busy}
          </span>
        )}
        {waiting > 0 && (
          <span class="waiting" data-testid="waiting">
            {texts.pending(waiting)}
          </span>
        )}
        {session.info.value.readOnly !== null && (
          <span title={session.info.value.readOnly}>{texts.readOnly}</span>
        )}
        <FilledCount session={session} />
      </div>
    </footer>
  );
}

/** As many cells as can be counted while the mouse moves. */
const maxCounted = 20_000;

function FilledCount({ session }: { session: WorkbookSession }) {
  const selection = session.selection.value;
  void session.painted.value;
  if (isSingleCell(selection)) return null;
  const { top, left, bottom, right } = areaOf(selection);
  const { rows, columns } = session.sheetInfo;
  const lastRow = Math.min(bottom, rows);
  const lastColumn = Math.min(right, columns);
  if ((lastRow - top + 1) * (lastColumn - left + 1) > maxCounted) return null;
  let count = 0;
  for (let row = top; row <= lastRow; row++) {
    for (let column = left; column <= lastColumn; column++)
      if (session.cell(row, column).text !== '') count += 1;
  }
  return count > 1 ? (
    <span>
      {texts.count}: {count}
    </span>
  ) : null;
}
