import { useLayoutEffect } from 'preact/hooks';
import type { App } from '../app/app.js';
import { texts } from '../texts/texts.js';
import { Icon } from './icons.js';
import { useModal } from './use-modal.js';

/** The attempts are spent: why, its last words, and three ways on. */
export function FailedDialog({ app }: { app: App }) {
  const dialog = useModal();
  const status = app.monitor.status.value;
  useLayoutEffect(() => {
    dialog.current?.querySelector<HTMLElement>('.primary')?.focus();
  }, []);
  if (!status) return null;
  const { error, lastCause } = status;
  const kept = app.workbooks.unacknowledged.value;
  return (
    <dialog
      ref={dialog}
      class="dialog failed"
      data-testid="failed"
      aria-labelledby="failed-title"
      onCancel={(event) => event.preventDefault()}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <h2 id="failed-title">
        <Icon name="warning" />
        {texts.failedTitle}
      </h2>
      {error && (
        <p>
          {error.message} <code class="code">{error.code}</code>
        </p>
      )}
      {lastCause && (
        <>
          <p class="cause">{`${texts.causes[lastCause.kind]}: ${lastCause.message}`}</p>
          <h3>{texts.lastLines}</h3>
          <pre class="tail">
            {lastCause.stderrTail.length ? lastCause.stderrTail.join('\n') : texts.noLines}
          </pre>
        </>
      )}
      {kept > 0 && <p class="kept">{texts.failedKept(kept)}</p>}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={() => void app.quit()}>
          {texts.quit}
        </button>
        <button type="button" class="button" onClick={() => app.showLog()}>
          {texts.showLog}
        </button>
        <button
          type="button"
          class="button primary"
          data-testid="failed-restart"
          onClick={() => void app.restartBackend()}
        >
          <Icon name="restart" />
          {texts.restart}
        </button>
      </div>
    </dialog>
  );
}
