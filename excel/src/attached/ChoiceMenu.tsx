import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../app/app.js';
import { nameCell, type Position } from '../cells/address.js';
import { failureOf } from '../edits/edit-queue.js';
import type { MenuPlace } from '../menu/Menu.js';
import type { ListChoice } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { usePopup } from '../ui/use-popup.js';

interface ChoiceMenuProps {
  readonly app: App;
  readonly session: WorkbookSession;
  readonly cell: Position;
  readonly place: MenuPlace;
}

/** So many are drawn; the rest is found by typing. */
const maxShown = 200;

/** The list that a cell is filled from: typing filters it, Enter takes the chosen one. */
export function ChoiceMenu({ app, session, cell, place }: ChoiceMenuProps) {
  const box = useRef<HTMLDivElement>(null);
  const all = useSignal<readonly ListChoice[] | null>(null);
  const isKnown = useSignal(true);
  const search = useSignal('');
  const chosen = useSignal(0);
  const sheet = session.sheet.peek();
  const close = () => {
    app.choiceMenu.value = null;
    app.focusSheet();
  };
  useEffect(() => {
    app.service.call('cell/choices', { workbook: session.id, sheet, ...cell }).then(
      ({ choices, known }) => {
        const now = session.cell(cell.row, cell.column).text;
        all.value = choices;
        isKnown.value = known;
        chosen.value = Math.max(
          0,
          choices.slice(0, maxShown).findIndex(({ text }) => text === now),
        );
      },
      (error) => {
        close();
        app.notices.tell(failureOf(error));
      },
    );
  }, []);
  usePopup(box, place, all.value !== null, () => {
    app.choiceMenu.value = null;
  });
  useLayoutEffect(() => {
    box.current!.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen.value, all.value]);
  const wanted = search.value.trim().toLowerCase();
  const found = (all.value ?? []).filter(({ text }) => text.toLowerCase().includes(wanted));
  const shown = found.slice(0, maxShown);
  const take = (choice: ListChoice | undefined) => {
    if (!choice) return;
    session.edits.setCells([{ sheet, ...cell, input: choice.input }]);
    close();
  };
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape' || event.key === 'Tab' || (event.altKey && event.key === 'ArrowUp')) close();
    else if (step && shown.length > 0) chosen.value = (chosen.peek() + step + shown.length) % shown.length;
    else if (event.key === 'Enter') take(shown[chosen.peek()]);
    else return;
    event.preventDefault();
  };
  const hint = !isKnown.value
    ? texts.choicesUnknown
    : all.value !== null && found.length === 0
      ? texts.noChoice
      : found.length > maxShown
        ? texts.moreChoices
        : null;
  return (
    <div
      ref={box}
      class="filter-menu choice-menu"
      role="dialog"
      aria-label={texts.choices(nameCell(cell))}
      data-testid="choice-menu"
      onKeyDown={onKey}
    >
      <input
        class="text-field"
        role="combobox"
        aria-expanded="true"
        aria-controls="choice-list"
        aria-activedescendant={shown.length > 0 ? `choice-${chosen.value}` : undefined}
        aria-label={texts.searchChoices}
        placeholder={texts.searchChoices}
        value={search.value}
        onInput={(event) => {
          search.value = event.currentTarget.value;
          chosen.value = 0;
        }}
      />
      <div id="choice-list" class="choices" role="listbox" aria-label={texts.choices(nameCell(cell))}>
        {all.value === null && <span class="fine">{texts.working}</span>}
        {shown.map((choice, index) => (
          <div
            // A list may name one text twice.
            key={`${index} ${choice.text}`}
            id={`choice-${index}`}
            role="option"
            tabIndex={-1}
            class="choice"
            aria-selected={chosen.value === index}
            onMouseDown={(event) => {
              event.preventDefault();
              take(choice);
            }}
          >
            {choice.text}
          </div>
        ))}
      </div>
      {hint && (
        <p class="fine" role="status">
          {hint}
        </p>
      )}
    </div>
  );
}
