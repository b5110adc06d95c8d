import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../app/app.js';
import { texts } from '../texts/texts.js';
import { Icon } from '../ui/icons.js';

/** Over the sheet's upper right corner, so that what is found can be seen. */
export function FindBar({ app }: { app: App }) {
  const { find } = app;
  const field = useRef<HTMLInputElement>(null);
  const { text, matchCase, wholeCell, inFormulas } = find.options.value;
  const isReplacing = find.mode.value === 'replace';
  useLayoutEffect(() => field.current?.select(), []);
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') find.close();
    else if (event.key === 'F3') void find.step(event.shiftKey ? -1 : 1);
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'h') find.open(true);
    else return;
    event.preventDefault();
  };
  const check = (label: string, checked: boolean, set: (value: boolean) => void) => (
    <label class="check">
      <input type="checkbox" checked={checked} onChange={(event) => set(event.currentTarget.checked)} />
      {label}
    </label>
  );
  return (
    <search
      class="find-bar"
      aria-label={texts.commands.find}
      data-testid="find-bar"
      data-region="find"
      onKeyDown={onKey}
    >
      <form
        class="find-line"
        onSubmit={(event) => {
          event.preventDefault();
          void find.step(1);
        }}
      >
        <input
          ref={field}
          class="text-field"
          aria-label={texts.findWhat}
          placeholder={texts.findWhat}
          spellcheck={false}
          data-testid="find-text"
          value={text}
          onInput={(event) => find.set({ text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !event.shiftKey) return;
            event.preventDefault();
            void find.step(-1);
          }}
        />
        <span class="found-count" role="status" data-testid="found-count">
          {find.total.value === null ? '' : texts.found(find.total.value)}
        </span>
        <button
          type="button"
          class="tool"
          aria-label={texts.findPrevious}
          title={`${texts.findPrevious} (Shift+Enter)`}
          onClick={() => void find.step(-1)}
        >
          <Icon name="previous" />
        </button>
        <button type="submit" class="tool" aria-label={texts.findNext} title={`${texts.findNext} (Enter)`}>
          <Icon name="next" />
        </button>
        <button type="button" class="tool" aria-label={texts.close} onClick={() => find.close()}>
          <Icon name="close" />
        </button>
      </form>
      {isReplacing && (
        <form
          class="find-line"
          onSubmit={(event) => {
            event.preventDefault();
            void find.replaceOne();
          }}
        >
          <input
            class="text-field"
            aria-label={texts.replaceBy}
            placeholder={texts.replaceBy}
            spellcheck={false}
            data-testid="replace-text"
            value={find.replacement.value}
            onInput={(event) => {
              find.replacement.value = event.currentTarget.value;
            }}
          />
          <button type="submit" class="button small" disabled={find.isEmpty.value}>
            {texts.replaceOne}
          </button>
          <button
            type="button"
            class="button small"
            disabled={find.isEmpty.value}
            data-testid="replace-all"
            onClick={() => find.replaceAll()}
          >
            {texts.replaceAll}
          </button>
        </form>
      )}
      <div class="find-options">
        {check(texts.matchCase, matchCase, (value) => find.set({ matchCase: value }))}
        {check(texts.wholeCell, wholeCell, (value) => find.set({ wholeCell: value }))}
        {check(texts.inFormulas, inFormulas, (value) => find.set({ inFormulas: value }))}
        {check(texts.allSheets, find.everywhere.value, (value) => {
          find.everywhere.value = value;
        })}
      </div>
    </search>
  );
}
