import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { App } from '../app/app.js';
import { failureOf } from '../edits/edit-queue.js';
import type { QuarantinedOperation } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { Dialog } from './Dialog.js';

/** Changes that stopped the backend twice: tried again, dropped, or left out of a copy. */
export function QuarantineDialog({ app, session }: { app: App; session: WorkbookSession }) {
  const { quarantine } = app.workbooks;
  const operations = useSignal<readonly QuarantinedOperation[] | null>(null);
  const busy = useSignal(false);
  const close = () => app.closeDialog();
  const run = async (work: () => Promise<void>) => {
    busy.value = true;
    try {
      await work();
      operations.value = await quarantine.list(session);
      if (operations.peek()!.length === 0) close();
    } catch (error) {
      app.notices.tell(failureOf(error));
    }
    busy.value = false;
  };
  useEffect(() => void run(async () => {}), [session]);
  return (
    <Dialog title={texts.quarantineTitle} testId="quarantine" wide onClose={close}>
      <p>{texts.quarantineIntro}</p>
      <ul class="recovery">
        {operations.value?.map(({ key, place, input, attempts }) => (
          <li key={key} class="recovery-entry">
            <div class="recovery-text">
              <strong>{place}</strong>
              {input && <code class="code">{input}</code>}
              <span class="fine">{texts.quarantineAttempts(attempts)}</span>
            </div>
            <div class="recovery-actions">
              <button
                type="button"
                class="button small"
                disabled={busy.value}
                onClick={() => void run(() => quarantine.retry(session, key))}
              >
                {texts.quarantineRetry}
              </button>
              <button
                type="button"
                class="button small danger"
                disabled={busy.value}
                onClick={() => void run(() => quarantine.drop(session, key))}
              >
                {texts.quarantineDrop}
              </button>
            </div>
          </li>
        ))}
      </ul>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={() => void app.saving.saveCopy(session)}>
          {texts.quarantineCopy}
        </button>
        <button type="button" class="button primary" onClick={close}>
          {texts.close}
        </button>
      </div>
    </Dialog>
  );
}
