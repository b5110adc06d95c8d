import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from '../app/app.js';
import { texts } from '../texts/texts.js';
import { Icon } from '../ui/icons.js';
import { Menu, type MenuPlace } from './Menu.js';
import { mainMenu, menus } from './menus.js';

/** The menus as words in a line; in a small window all of them behind one button. */
export function MenuBar({ app }: { app: App }) {
  const open = useSignal<number | null>(null);
  const place = useSignal<MenuPlace>({ left: 0, top: 0 });
  const bar = useRef<HTMLDivElement>(null);
  const show = (index: number | null) => {
    const turned = index === null ? null : (index + menus.length) % menus.length;
    if (turned !== null) {
      if (app.editor.mode.peek() !== 'ready') app.editor.commit();
      const buttons = bar.current!.querySelectorAll<HTMLElement>('button');
      const box = buttons[turned]!.getBoundingClientRect();
      place.value = { left: box.left, top: box.bottom + 3 };
    }
    open.value = turned;
  };
  const showMain = (button: HTMLElement) => {
    const { left, bottom } = button.getBoundingClientRect();
    app.contextMenu.value = { entries: mainMenu, place: { left, top: bottom + 3 } };
  };
  return (
    <div class="menu-bar" role="menubar" aria-label={texts.menu} ref={bar} data-region="menu">
      {menus.map(({ name }, index) => (
        <button
          key={name}
          type="button"
          role="menuitem"
          class="menu-button"
          aria-haspopup="menu"
          aria-expanded={open.value === index}
          tabIndex={index === 0 ? 0 : -1}
          data-testid={`menu-of-${name}`}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => show(open.value === index ? null : index)}
          onPointerEnter={() => {
            if (open.value !== null && open.value !== index) show(index);
          }}
          onKeyDown={(event) => {
            const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
            if (event.key === 'ArrowDown') show(index);
            else if (step) focusButton(bar.current!, index + step);
            else return;
            event.preventDefault();
          }}
        >
          {texts.menus[name]}
        </button>
      ))}
      <button
        type="button"
        role="menuitem"
        class="menu-button main"
        aria-haspopup="menu"
        aria-label={texts.menu}
        title={texts.menu}
        data-testid="main-menu"
        onClick={(event) => showMain(event.currentTarget)}
      >
        <Icon name="menu" />
      </button>
      {open.value !== null && (
        <Menu
          app={app}
          label={texts.menus[menus[open.value]!.name]}
          entries={menus[open.value]!.entries}
          place={place.value}
          onClose={() => show(null)}
          onStep={(step) => show(open.value! + step)}
        />
      )}
    </div>
  );
}

function focusButton(bar: HTMLElement, index: number): void {
  const buttons = [...bar.querySelectorAll<HTMLElement>('.menu-button:not(.main)')];
  buttons[(index + buttons.length) % buttons.length]?.focus();
}
