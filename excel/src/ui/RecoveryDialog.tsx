import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { App } from '../app/app.js';
import { failureOf } from '../edits/edit-queue.js';
import type { RecoveryEntry } from '../service/api.js';
import { language, texts } from '../texts/texts.js';
import { Dialog } from './Dialog.js';

const times = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });

/** What an earlier run left: opened beside the file on disk, or discarded. */
export function RecoveryDialog({ app }: { app: App }) {
  const { recovery } = app.workbooks;
  const busy = useSignal<string | null>(null);
  useEffect(() => void recovery.look(), []);
  const close = () => app.closeDialog();
  const act = async (id: string, work: () => Promise<void>) => {
    busy.value = id;
    try {
      await work();
    } catch (error) {
      app.notices.tell(failureOf(error));
    }
    busy.value = null;
    if (recovery.entries.peek().length === 0) close();
  };
  const entries = recovery.entries.value;
  return (
    <Dialog title={texts.commands.recovery} testId="recovery" wide onClose={close}>
      <p>{entries.length > 0 ? texts.recoveryIntro : texts.recoveryNone}</p>
      <ul class="recovery">
        {entries.map((entry) => (
          <Entry
            key={entry.id}
            entry={entry}
            isBusy={busy.value !== null}
            onOpen={() => void act(entry.id, () => app.workbooks.openRecovered(entry.id))}
            onOpenFile={() => void act(entry.id, () => app.workbooks.openPath(entry.path!))}
            onDiscard={() => void act(entry.id, () => recovery.discard(entry.id))}
          />
        ))}
      </ul>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={close}>
          {entries.length > 0 ? texts.recoveryLater : texts.close}
        </button>
      </div>
    </Dialog>
  );
}

interface EntryProps {
  readonly entry: RecoveryEntry;
  readonly isBusy: boolean;
  readonly onOpen: () => void;
  readonly onOpenFile: () => void;
  readonly onDiscard: () => void;
}

function Entry({ entry, isBusy, onOpen, onOpenFile, onDiscard }: EntryProps) {
  const { name, path, editedAt, edits, file, state } = entry;
  return (
    <li class="recovery-entry" data-testid="recovery-entry">
      <div class="recovery-text">
        <strong>{name}</strong>
        <span class="fine">{path ?? texts.recoveryFiles.unsaved}</span>
        <span class="fine">
          {texts.recoveryEdits(edits, times.format(new Date(editedAt)))}
          {file !== 'unsaved' && ` · ${texts.recoveryFiles[file]}`}
          {state === 'closed' && ` · ${texts.recoveryClosed}`}
        </span>
      </div>
      <div class="recovery-actions">
        <button type="button" class="button small primary" disabled={isBusy} onClick={onOpen}>
          {texts.recoveryOpen}
        </button>
        {path !== null && file !== 'gone' && (
          <button type="button" class="button small" disabled={isBusy} onClick={onOpenFile}>
            {texts.recoveryOpenFile}
          </button>
        )}
        <button type="button" class="button small danger" disabled={isBusy} onClick={onDiscard}>
          {texts.recoveryDiscard}
        </button>
      </div>
    </li>
  );
}
