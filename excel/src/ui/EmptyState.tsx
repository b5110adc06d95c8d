import type { App } from '../app/app.js';
import { texts } from '../texts/texts.js';
import { Icon } from './icons.js';
import { WorkInProgress } from './WorkInProgress.js';

export function EmptyState({ app }: { app: App }) {
  const sample = app.samplePath.value;
  const busy = app.progress.busy.value ?? app.progress.work.value?.what;
  const recovered = app.workbooks.recovery.entries.value.length;
  return (
    <main class="empty" data-testid="empty">
      <div class="empty-card">
        <span class="empty-icon">
          <Icon name="sheet" />
        </span>
        <h1>{texts.emptyTitle}</h1>
        <p>{texts.emptyHint}</p>
        {busy ? (
          <p role="status">
            <WorkInProgress app={app} />
          </p>
        ) : (
          <div class="empty-actions">
            <button type="button" class="button primary" onClick={() => app.run('open')}>
              {texts.openFile}
            </button>
            <button type="button" class="button" onClick={() => app.run('new')} data-testid="start-new">
              {texts.startNew}
            </button>
            {sample !== null && (
              <button
                type="button"
                class="button link"
                onClick={() => void app.workbooks.openPath(sample)}
                data-testid="open-sample"
              >
                {texts.openSample}
              </button>
            )}
          </div>
        )}
        {recovered > 0 && !busy && (
          <button
            type="button"
            class="button recovered-offer"
            data-testid="recovered-offer"
            onClick={() => app.run('recovery')}
          >
            <Icon name="recovery" />
            {texts.recoveredOffer(recovered)}
          </button>
        )}
        <p class="fine">{texts.emptyFormats}</p>
        <p class="fine">{texts.firstHint}</p>
      </div>
    </main>
  );
}
