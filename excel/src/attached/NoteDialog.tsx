import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../app/app.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { ConfirmButtons } from '../ui/ConfirmButtons.js';
import { Dialog } from '../ui/Dialog.js';

/** Writes the note of the active cell. Without a text there is none. */
export function NoteDialog({ app, session }: { app: App; session: WorkbookSession }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const sheet = session.sheet.peek();
  const { active } = session.selection.peek();
  const before = session.attached.noteAt(sheet, active)?.remarks[0]?.text ?? '';
  useLayoutEffect(() => field.current?.focus(), []);
  const close = () => app.closeDialog();
  const write = () => {
    const text = field.current!.value;
    const at = { sheet, ...active };
    if (text !== before) session.edits.apply({ kind: 'setNote', at, text: text.trim() === '' ? null : text });
    close();
  };
  return (
    <Dialog title={texts.commands.editNote} testId="note-dialog" onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          write();
        }}
      >
        <textarea
          ref={field}
          class="note-field"
          rows={6}
          maxLength={32_767}
          aria-label={texts.note}
          data-testid="note-field"
          defaultValue={before}
          onKeyDown={(event) => {
            // Enter breaks a line here.
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) write();
          }}
        />
        <ConfirmButtons confirm={texts.ok} onCancel={close} />
      </form>
    </Dialog>
  );
}
