import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../app/app.js';
import { isEnabled } from '../commands/command.js';
import { format } from '../commands/format-commands.js';
import { commandTable } from '../commands/table.js';
import { texts } from '../texts/texts.js';
import { Icon } from './icons.js';

/** Office's own: a row of greys, then hues from light to dark. */
const colors = [
  '#000000 #444444 #7F7F7F #BFBFBF #D9D9D9 #F2F2F2 #FFFFFF #1F4E78',
  '#C00000 #FF0000 #FFC000 #FFFF00 #92D050 #00B050 #00B0F0 #0070C0',
  '#FCE4D6 #FFF2CC #E2EFDA #DDEBF7 #EDEDED #E4DFEC #D0CECE #DEEAF6',
  '#F8CBAD #FFE699 #C6E0B4 #BDD7EE #DBDBDB #CCC0DA #AEAAAA #9DC3E6',
  '#C65911 #BF8F00 #548235 #2F75B5 #7B7B7B #7030A0 #3A3838 #002060',
].flatMap((row) => row.split(' '));
const columns = 8;

export function ColorButton({ app, what }: { app: App; what: 'color' | 'fill' }) {
  const id = what === 'color' ? 'textColor' : 'fillColor';
  const isOpen = app.palette.value === what;
  const button = useRef<HTMLButtonElement>(null);
  const session = app.workbooks.active.value!;
  void session.painted.value;
  const { row, column } = session.selection.value.active;
  const now = session.cell(row, column).view?.style?.[what];
  return (
    <span class="color-tool">
      <button
        ref={button}
        type="button"
        class="tool"
        aria-label={texts.commands[id]}
        title={texts.commands[id]}
        aria-expanded={isOpen}
        disabled={!isEnabled(app, commandTable[id])}
        data-testid={`command-${id}`}
        onClick={() => app.run(id)}
      >
        <Icon name={commandTable[id].icon!} />
        <span class="color-now" style={{ background: now ?? 'transparent' }} />
      </button>
      {isOpen && <Palette app={app} what={what} anchor={button.current!} />}
    </span>
  );
}

function Palette({ app, what, anchor }: { app: App; what: 'color' | 'fill'; anchor: HTMLElement }) {
  const box = useRef<HTMLDivElement>(null);
  const close = () => {
    app.palette.value = null;
    app.focusSheet();
  };
  useLayoutEffect(() => {
    const { left, bottom } = anchor.getBoundingClientRect();
    const { width } = box.current!.getBoundingClientRect();
    box.current!.style.left = `${Math.max(6, Math.min(left, innerWidth - width - 6))}px`;
    box.current!.style.top = `${bottom + 4}px`;
    box.current!.querySelector<HTMLElement>('button')?.focus();
    const outside = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!box.current?.contains(target) && !anchor.contains(target)) app.palette.value = null;
    };
    addEventListener('pointerdown', outside, { capture: true });
    return () => removeEventListener('pointerdown', outside, { capture: true });
  }, []);
  const choose = (color: string | null) => {
    format(app, { [what]: color });
    close();
  };
  const onKey = (event: KeyboardEvent) => {
    event.stopPropagation();
    const steps: Record<string, number> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columns,
      ArrowUp: -columns,
    };
    const step = steps[event.key];
    if (event.key === 'Escape') close();
    if (step === undefined) return;
    event.preventDefault();
    const items = [...box.current!.querySelectorAll<HTMLElement>('.swatch, .palette-none')];
    const at = items.indexOf(document.activeElement as HTMLElement);
    items[Math.min(items.length - 1, Math.max(0, at + step))]?.focus();
  };
  return (
    <div
      ref={box}
      class="palette"
      role="dialog"
      aria-label={texts.commands[what === 'color' ? 'textColor' : 'fillColor']}
      data-testid="palette"
      onKeyDown={onKey}
    >
      <button type="button" class="palette-none" onClick={() => choose(null)}>
        {what === 'color' ? texts.automaticColor : texts.noFill}
      </button>
      <div class="swatches">
        {colors.map((color) => (
          <button
            key={color}
            type="button"
            class="swatch"
            style={{ background: color }}
            aria-label={color}
            title={color}
            onClick={() => choose(color)}
          />
        ))}
      </div>
      <label class="palette-own">
        {texts.ownColor}
        <input type="color" onChange={(event) => choose(event.currentTarget.value.toUpperCase())} />
      </label>
    </div>
  );
}
