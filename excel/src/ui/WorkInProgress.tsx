import type { App } from '../app/app.js';
import { texts } from '../texts/texts.js';

/** What takes a while, how far it is, and a way to end it where there is one. */
export function WorkInProgress({ app }: { app: App }) {
  const { progress } = app;
  const work = progress.work.value;
  const text = progress.busy.value ?? work?.what;
  if (!text) return null;
  return (
    <span class="busy" data-testid="busy">
      {work?.fraction === null || work?.fraction === undefined ? (
        <span class="spinner" aria-hidden="true" />
      ) : (
        <progress value={work.fraction} max={1} aria-label={text} />
      )}
      {text}
      {work?.id && (
        <button
          type="button"
          class="button small"
          data-testid="cancel-work"
          onClick={() => void progress.cancel()}
        >
          {texts.cancel}
        </button>
      )}
    </span>
  );
}
