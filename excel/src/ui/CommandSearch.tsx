import { useSignal } from '@preact/signals';
import type { App } from '../app/app.js';
import { type CommandId, isEnabled } from '../commands/command.js';
import { showKeys } from '../commands/key-names.js';
import { commandTable } from '../commands/table.js';
import { texts } from '../texts/texts.js';
import { Icon } from './icons.js';
import { useModal } from './use-modal.js';

/** Every command by a few letters of its name, in the order in which they fit. */
export function findCommands(search: string): CommandId[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const ids = Object.keys(commandTable) as CommandId[];
  const rank = (id: CommandId) => {
    const label = texts.commands[id].toLowerCase();
    if (!words.every((word) => label.includes(word))) return null;
    return words.every((word) => label.startsWith(word) || label.includes(` ${word}`)) ? 0 : 1;
  };
  const ranked = ids.flatMap((id) => {
    const place = rank(id);
    return place === null ? [] : [{ id, place }];
  });
  return ranked.sort((a, b) => a.place - b.place).map(({ id }) => id);
}

export function CommandSearch({ app }: { app: App }) {
  const dialog = useModal();
  const search = useSignal('');
  const at = useSignal(0);
  const found = findCommands(search.value);
  const close = () => app.closeDialog();
  const act = (id: CommandId | undefined) => {
    if (!id || !isEnabled(app, commandTable[id])) return;
    close();
    app.run(id);
  };
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (event.key === 'Enter') act(found[at.peek()]);
    else if (step) at.value = Math.min(found.length - 1, Math.max(0, at.peek() + step));
    else return;
    event.preventDefault();
    dialog.current?.querySelector(`#found-${at.peek()}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <dialog
      ref={dialog}
      class="dialog search"
      data-testid="command-search"
      aria-label={texts.commands.commands}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onPointerDown={(event) => {
        if (event.target === dialog.current) close();
      }}
      onKeyDown={onKey}
    >
      <input
        class="search-field"
        role="combobox"
        aria-expanded="true"
        aria-controls="found-commands"
        aria-activedescendant={`found-${at.value}`}
        aria-label={texts.commands.commands}
        placeholder={texts.commandHint}
        spellcheck={false}
        data-testid="command-search-field"
        value={search.value}
        onInput={(event) => {
          search.value = event.currentTarget.value;
          at.value = 0;
        }}
      />
      <div class="found" id="found-commands" role="listbox" aria-label={texts.commands.commands}>
        {found.map((id, index) => (
          <button
            key={id}
            id={`found-${index}`}
            type="button"
            role="option"
            tabIndex={-1}
            class="menu-item"
            aria-selected={index === at.value}
            aria-disabled={!isEnabled(app, commandTable[id])}
            onClick={() => act(id)}
          >
            <span class="menu-icon">{commandTable[id].icon && <Icon name={commandTable[id].icon!} />}</span>
            <span class="menu-label">{texts.commands[id]}</span>
            {commandTable[id].keys?.[0] && <kbd>{showKeys(commandTable[id].keys![0]!)}</kbd>}
          </button>
        ))}
        {found.length === 0 && <p class="fine">{texts.noCommand}</p>}
      </div>
    </dialog>
  );
}
