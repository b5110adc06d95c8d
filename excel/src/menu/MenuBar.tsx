import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from '../app/app.js';
import { texts } from '../texts/texts.js';
import { Icon } from '../ui/icons.js';
import { Menu, type MenuPlace } from './Menu.js';
import { menus } from './menus.js';

/** The menus as words in a line; in a small window one button that walks through them. */
export function MenuBar({ app }: { app: App }) {
  const open = useSignal<number | null>(null);
  const place = useSignal<MenuPlace>({ left: 0, top: 0 });
  const bar = useRef<HTMLDivElement>(null);
  const show = (index: number | null) => {
    const turned = index === null ? null : (index + menus.length) % menus.length;
    if (turned !== null) {
      if (app.editor.mode.peek() !== 'ready') app.editor.commit();
      const buttons = bar.current!.querySelectorAll<HTMLElement>('button');
      const button = [buttons[turned + 1], buttons[0]].find((one) => one?.offsetParent);
      const box = button!.getBoundingClientRect();
      place.value = { left: box.left, top: box.bottom + 3 };
    }
    open.value = turned;
  };
  const buttonFor = (index: number, label: string, isMain: boolean) => (
    <button
      key={label}
      type="button"
      role="menuitem"
      class={isMain ? 'menu-button main' : 'menu-button'}
      aria-haspopup="menu"
      aria-expanded={open.value === index}
      aria-label={label}
      tabIndex={index === 0 ? 0 : -1}
      data-testid={isMain ? 'main-menu' : `menu-of-${menus[index]!.name}`}
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => show(open.value === index ? null : index)}
      onPointerEnter={() => {
        if (open.value !== null && open.value !== index && !isMain) show(index);
      }}
      onKeyDown={(event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (event.key === 'ArrowDown') show(index);
        else if (step) focusButton(bar.current!, index + step);
        else return;
        event.preventDefault();
      }}
    >
      {isMain ? <Icon name="menu" /> : label}
    </button>
  );
  return (
    <div class="menu-bar" role="menubar" aria-label={texts.menu} ref={bar} data-region="menu">
      {buttonFor(open.value ?? 0, texts.menu, true)}
      {menus.map(({ name }, index) => buttonFor(index, texts.menus[name], false))}
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
