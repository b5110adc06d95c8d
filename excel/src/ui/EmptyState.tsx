import type { App } from '../app/app.js';
import { texts } from '../texts/texts.js';
import { Icon } from './icons.js';

export function EmptyState({ app }: { app: App }) {
  const sample = app.samplePath.value;
  const busy = app.workbooks.busy.value;
  return (
    <main class="empty" data-testid="empty">
      <div class="empty-card">
        <span class="empty-icon">
          <Icon name="sheet" />
        </span>
        <h1>{texts.emptyTitle}</h1>
        <p>{texts.emptyHint}</p>
        {busy ? (
          <p class="busy" role="status">
            <span class="spinner" aria-hidden="true" />
            {busy}
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
        <p class="fine">{texts.emptyFormats}</p>
      </div>
    </main>
  );
}
