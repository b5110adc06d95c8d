import { useEffect } from 'preact/hooks';
import type { App } from '../app/app.js';
import { texts } from '../texts/texts.js';

/** What takes a while, for how long, and a way to end it. */
export function WorkInProgress({ app }: { app: App }) {
  const { busy, work } = app.progress;
  const isShown = work.value !== null;
  useEffect(() => (isShown ? cancelByEscape(app) : undefined), [app, isShown]);
  const text = work.value?.what ?? busy.value;
  if (!text) return null;
  return (
    <span class="busy" data-testid="busy">
      <span class="spinner" aria-hidden="true" />
      {text}
      {work.value && (
        <>
          {/* Each second would be read aloud. */}
          <span aria-hidden="true">{texts.seconds(work.value.seconds)}</span>
          <button
            type="button"
            class="button small"
            data-testid="cancel-work"
            title={texts.cancelKey}
            aria-keyshortcuts="Escape"
            onClick={() => app.cancelWork()}
          >
            {texts.cancel}
          </button>
        </>
      )}
    </span>
  );
}

/** Unless the key means something else where the keyboard is. @returns what ends it */
function cancelByEscape(app: App): () => void {
  const onKey = (event: KeyboardEvent) => {
    const isTaken =
      app.editor.mode.peek() !== 'ready' ||
      app.dialog.peek() !== null ||
      app.contextMenu.peek() !== null ||
      app.notices.question.peek() !== null ||
      !isFree(document.activeElement);
    if (event.key !== 'Escape' || isTaken) return;
    event.preventDefault();
    event.stopPropagation();
    app.cancelWork();
  };
  // Before the sheet, which would end a selection by it.
  document.addEventListener('keydown', onKey, true);
  return () => document.removeEventListener('keydown', onKey, true);
}

/** The page itself, the sheet's own input, or our button. */
function isFree(element: Element | null): boolean {
  return element?.matches('body, [data-testid=cell-input], [data-testid=cancel-work]') ?? true;
}
