import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../app/app.js';
import { type CommandId, isEnabled } from '../commands/command.js';
import { showKeys } from '../commands/key-names.js';
import { commandTable } from '../commands/table.js';
import { texts } from '../texts/texts.js';
import { Icon } from '../ui/icons.js';
import type { MenuEntry } from './menus.js';
import { stepFocus } from './step-focus.js';

export interface MenuPlace {
  readonly left: number;
  readonly top: number;
}

interface MenuProps {
  readonly app: App;
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly place: MenuPlace;
  readonly onClose: () => void;
  /** The arrow keys go on to the neighbouring menu. */
  readonly onStep?: (step: 1 | -1) => void;
}

/** A menu that is open. It has the keyboard until it closes. */
export function Menu({ app, label, entries, place, onClose, onStep }: MenuProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    keepOnScreen(box.current!, place);
    box.current!.querySelector<HTMLElement>('[role^=menuitem]')?.focus({ preventScroll: true });
    const outside = (event: PointerEvent) => {
      if (!box.current?.contains(event.target as Node)) onClose();
    };
    addEventListener('pointerdown', outside, { capture: true });
    return () => removeEventListener('pointerdown', outside, { capture: true });
  }, [entries]);
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key] as 1 | -1 | undefined;
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      onClose();
      app.focusSheet();
    } else if (step && onStep) {
      event.preventDefault();
      onStep(step);
    } else if (stepFocus(box.current!, '[role^=menuitem]', event)) event.preventDefault();
  };
  return (
    <div
      ref={box}
      class="menu"
      role="menu"
      aria-label={label}
      tabIndex={-1}
      data-testid="menu"
      onKeyDown={onKey}
    >
      {entries.map((entry, index) => {
        if (entry === '-') return <hr key={index} />;
        if (typeof entry === 'object') return <h3 key={entry.heading}>{texts.menus[entry.heading]}</h3>;
        return <Item key={entry} app={app} id={entry} onDone={onClose} />;
      })}
    </div>
  );
}

function Item({ app, id, onDone }: { app: App; id: CommandId; onDone: () => void }) {
  const command = commandTable[id];
  const isOn = command.isOn?.(app);
  const enabled = isEnabled(app, command);
  return (
    <button
      type="button"
      class="menu-item"
      {...(isOn === undefined ? { role: 'menuitem' } : { role: 'menuitemcheckbox', 'aria-checked': isOn })}
      // Stays focusable, so that the arrow keys and a screen reader find it.
      aria-disabled={!enabled}
      data-testid={`menu-${id}`}
      onPointerEnter={(event) => event.currentTarget.focus({ preventScroll: true })}
      onClick={() => {
        if (!enabled) return;
        onDone();
        app.focusSheet();
        app.run(id);
      }}
    >
      <span class="menu-icon">
        {isOn ? <Icon name="check" /> : command.icon && <Icon name={command.icon} />}
      </span>
      <span class="menu-label">{texts.commands[id]}</span>
      {command.keys?.[0] && <kbd>{showKeys(command.keys[0])}</kbd>}
    </button>
  );
}

function keepOnScreen(box: HTMLElement, { left, top }: MenuPlace): void {
  const margin = 6;
  const { width, height } = box.getBoundingClientRect();
  box.style.left = `${Math.max(margin, Math.min(left, innerWidth - width - margin))}px`;
  box.style.top = `${Math.max(margin, Math.min(top, innerHeight - height - margin))}px`;
}
