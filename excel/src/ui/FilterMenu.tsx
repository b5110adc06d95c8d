import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../app/app.js';
import { nameColumn } from '../cells/address.js';
import { failureOf } from '../edits/edit-queue.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { FilterConditionFields } from './FilterConditionFields.js';
import { type ConditionInput, fromCondition, toCondition } from './filter-conditions.js';
import { usePopup } from './use-popup.js';

interface FilterMenuProps {
  readonly app: App;
  readonly session: WorkbookSession;
  readonly column: number;
  readonly place: { readonly left: number; readonly top: number };
}

/** Which texts of a column stay, or which condition its cells have to meet. */
export function FilterMenu({ app, session, column, place }: FilterMenuProps) {
  const box = useRef<HTMLDivElement>(null);
  const options = useSignal<readonly { text: string; count: number }[] | null>(null);
  const hasMore = useSignal(false);
  const chosen = useSignal<ReadonlySet<string>>(new Set());
  const search = useSignal('');
  const filter = session.filter.value;
  const before = filter?.choices.find((choice) => choice.column === column);
  const condition = useSignal<ConditionInput | null>(
    before?.condition ? fromCondition(before.condition) : null,
  );
  const close = () => {
    app.filterMenu.value = null;
    app.focusSheet();
  };
  useEffect(() => {
    if (!filter) return;
    const params = { workbook: session.id, range: filter.range, column };
    app.service.call('range/distinct', params).then(
      (answer) => {
        options.value = answer.texts;
        hasMore.value = answer.more;
        chosen.value = new Set(before?.texts ?? answer.texts.map(({ text }) => text));
      },
      (error) => {
        close();
        app.notices.tell(failureOf(error));
      },
    );
  }, []);
  usePopup(box, place, options.value !== null, () => {
    app.filterMenu.value = null;
  });
  if (!filter) return null;
  const wanted = search.value.toLowerCase();
  const shown = (options.value ?? []).filter(({ text }) => text.toLowerCase().includes(wanted));
  const areAllChosen = shown.every(({ text }) => chosen.value.has(text));
  const choose = (list: readonly string[], isChosen: boolean) => {
    const next = new Set(chosen.peek());
    for (const text of list) {
      if (isChosen) next.add(text);
      else next.delete(text);
    }
    chosen.value = next;
  };
  const wantedCondition = condition.value && toCondition(condition.value);
  const canApply = condition.value ? wantedCondition !== null : chosen.value.size > 0;
  const apply = () => {
    const others = filter.choices.filter((choice) => choice.column !== column);
    const isAll = options.value!.every(({ text }) => chosen.peek().has(text));
    const choices = wantedCondition
      ? [...others, { column, condition: wantedCondition }]
      : isAll
        ? others
        : [...others, { column, texts: [...chosen.peek()] }];
    session.edits.apply({ kind: 'filter', sheet: session.sheet.peek(), range: filter.range, choices });
    close();
  };
  return (
    <div
      ref={box}
      class="filter-menu"
      role="dialog"
      aria-label={texts.filterColumn(nameColumn(column))}
      data-testid="filter-menu"
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') close();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (canApply) apply();
        }}
      >
        <FilterConditionFields input={condition} />
        {!condition.value && (
          <>
            <input
              class="text-field"
              aria-label={texts.filterSearch}
              placeholder={texts.filterSearch}
              value={search.value}
              onInput={(event) => {
                search.value = event.currentTarget.value;
              }}
            />
            <label class="check all">
              <input
                type="checkbox"
                checked={areAllChosen}
                onChange={(event) =>
                  choose(
                    shown.map(({ text }) => text),
                    event.currentTarget.checked,
                  )
                }
              />
              {texts.filterAll}
            </label>
            <div class="filter-options">
              {options.value === null && <span class="fine">{texts.working}</span>}
              {shown.slice(0, 500).map(({ text, count }) => (
                <label key={text} class="check">
                  <input
                    type="checkbox"
                    checked={chosen.value.has(text)}
                    onChange={(event) => choose([text], event.currentTarget.checked)}
                  />
                  <span class="filter-text">{text || texts.filterEmpty}</span>
                  <span class="fine">{count}</span>
                </label>
              ))}
            </div>
            {(hasMore.value || shown.length > 500) && <p class="fine">{texts.filterMore}</p>}
          </>
        )}
        <div class="dialog-actions">
          <button type="button" class="button small" onClick={close}>
            {texts.cancel}
          </button>
          <button type="submit" class="button small primary" disabled={!canApply}>
            {texts.ok}
          </button>
        </div>
      </form>
    </div>
  );
}
