import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { App } from '../app/app.js';
import { isSingleCell } from '../selection/selection.js';
import type { ServiceMethods } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { language, texts } from '../texts/texts.js';
import { SheetTabs } from './SheetTabs.js';
import { WorkInProgress } from './WorkInProgress.js';

export function StatusBar({ app, session }: { app: App; session: WorkbookSession }) {
  const waiting = session.unacknowledged.value;
  return (
    <footer class="status-bar">
      <SheetTabs app={app} session={session} />
      <div class="status-texts" role="status">
        <WorkInProgress app={app} />
        {waiting > 0 && (
          <span class="waiting" data-testid="waiting">
            {texts.pending(waiting)}
          </span>
        )}
        {session.info.value.readOnly !== null && (
          <span title={session.info.value.readOnly}>{texts.readOnly}</span>
        )}
        <UndrawnFormats session={session} />
        <Areas session={session} />
        <Statistics app={app} session={session} />
      </div>
      <ZoomControl app={app} />
    </footer>
  );
}

/** How many areas are selected, and that the next one is being added. */
function Areas({ session }: { session: WorkbookSession }) {
  const { others, adding } = session.selection.value;
  if (adding !== null) return <span data-testid="areas">{texts.addingArea}</span>;
  if (others.length === 0) return null;
  return <span data-testid="areas">{texts.areasSelected(others.length + 1)}</span>;
}

/** Once for a sheet, for as long as it is shown: better than a cell that looks wrong. */
function UndrawnFormats({ session }: { session: WorkbookSession }) {
  const window = session.window.value;
  const count = window?.sheet === session.sheet.value ? (window.undrawnFormats ?? 0) : 0;
  if (count === 0) return null;
  return (
    <span title={texts.undrawnFormatsHint} data-testid="undrawn-formats">
      {texts.undrawnFormats(count)}
    </span>
  );
}

type Stats = ServiceMethods['range/stats']['result'];

/** A drag selects many areas on its way: only where it rests is asked for. */
const settleMs = 120;

/** Sum, average and count of the selection, as Excel shows them. */
function Statistics({ app, session }: { app: App; session: WorkbookSession }) {
  const stats = useSignal<Stats | null>(null);
  const selection = session.selection.value;
  const { revision } = session.info.value;
  const sheet = session.sheet.value;
  useEffect(() => {
    if (isSingleCell(selection)) {
      stats.value = null;
      return;
    }
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const ranges = session.selectedRanges();
      // Without an answer there is nothing to show, and nothing that the user must know.
      const answer = await app.service
        .call('range/stats', { workbook: session.id, ranges })
        .catch(() => null);
      if (isCurrent) stats.value = answer;
    }, settleMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [session, selection, revision, sheet]);
  const shown = stats.value;
  if (!shown || shown.count < 2) return null;
  return (
    <span class="statistics" data-testid="statistics">
      {shown.average !== null && (
        <span class="average">{`${texts.average}: ${showNumber(shown.average)}`}</span>
      )}
      <span class="count">{`${texts.count}: ${showNumber(shown.count)}`}</span>
      {shown.sum !== null && <strong>{`${texts.sum}: ${showNumber(shown.sum)}`}</strong>}
    </span>
  );
}

const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 6 });

function showNumber(value: number): string {
  return Math.abs(value) < 1e15 ? numbers.format(value) : value.toExponential(6);
}

function ZoomControl({ app }: { app: App }) {
  const percent = app.zoom.percent.value;
  const step = (direction: 1 | -1) => {
    app.zoom.step(direction);
    app.focusSheet();
  };
  return (
    <div class="zoom" data-region="zoom">
      <button type="button" class="tool" aria-label={texts.commands.zoomOut} onClick={() => step(-1)}>
        −
      </button>
      <button
        type="button"
        class="tool percent"
        aria-label={texts.zoomNow(percent)}
        title={texts.commands.zoomReset}
        data-testid="zoom"
        onClick={() => {
          app.run('zoomReset');
          app.focusSheet();
        }}
      >
        {`${percent} %`}
      </button>
      <button
        type="button"
        class="tool"
        aria-label={texts.commands.zoomIn}
        data-testid="zoom-in"
        onClick={() => step(1)}
      >
        +
      </button>
    </div>
  );
}
