import { effect } from '@preact/signals';
import type { App } from '../app/app.js';
import { hasList } from '../attached/attached-drawings.js';
import { shortcutOf } from '../commands/shortcuts.js';
import { colorReferences } from '../formulas/reference-colors.js';
import { cellMenu } from '../menu/menus.js';
import { arrows, commandOf } from '../selection/keyboard.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import type { SheetGrid } from './revogrid.js';
import type { SheetController } from './sheet-controller.js';

interface Parts {
  readonly app: App;
  readonly session: WorkbookSession;
  readonly controller: SheetController;
  readonly grid: SheetGrid;
  readonly parent: HTMLElement;
}

/**
 * The text field over the active cell. It has the keyboard all the time, unseen until something is typed, so that an
 * input method (Chinese, say) composes in it from the first key on.
 */
export class CellInput {
  readonly #parts: Parts;
  readonly #frame = document.createElement('div');
  readonly #field = document.createElement('textarea');
  /** The text with its references in colour, under a field whose own text is not to be seen. */
  readonly #ink = document.createElement('div');
  readonly #endEffect: () => void;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#frame.className = 'cell-input';
    this.#field.rows = 1;
    this.#field.spellcheck = false;
    this.#field.autocomplete = 'off';
    this.#field.dataset.testid = 'cell-input';
    this.#field.dataset.formulaField = '';
    this.#ink.className = 'ink';
    this.#ink.ariaHidden = 'true';
    this.#frame.append(this.#ink, this.#field);
    parts.parent.append(this.#frame);
    this.#field.addEventListener('keydown', (event) => this.#onKey(event));
    this.#field.addEventListener('input', () => this.#onInput());
    this.#field.addEventListener('copy', (event) => this.#onCopy(event, false));
    this.#field.addEventListener('cut', (event) => this.#onCopy(event, true));
    this.#field.addEventListener('paste', (event) => this.#onPaste(event));
    const { editor } = parts.app;
    this.#endEffect = effect(() => {
      const { value: mode } = editor.mode;
      const { value: text } = editor.text;
      if (this.#field.value !== text) {
        this.#field.value = text;
        const caret = editor.firstCaret ?? text.length;
        this.#field.setSelectionRange(caret, caret);
      }
      editor.firstCaret = null;
      this.#color(text);
      this.#frame.dataset.text = text;
      this.#frame.classList.toggle('editing', mode !== 'ready');
      if (mode === 'ready') parts.app.pointer.forget();
      this.place();
    });
  }

  /** For whoever describes it. */
  get field(): HTMLElement {
    return this.#field;
  }

  focus(): void {
    this.#field.focus({ preventScroll: true });
  }

  /** For a screen reader: where we are, and what is there. */
  describe(name: string, text: string, areas: number): void {
    const cell = texts.cellLabel(name, text);
    this.#field.setAttribute('aria-label', areas > 1 ? `${cell}, ${texts.areasSelected(areas)}` : cell);
  }

  /** Over the active cell, or out of sight when that is scrolled away. */
  place(): void {
    const { session, app, grid, parent } = this.#parts;
    const place = app.editor.place.peek();
    const isElsewhere = place !== null && (place.session !== session || place.sheet !== session.sheet.peek());
    const cell = isElsewhere ? null : grid.cellElement(place?.position ?? session.selection.peek().active);
    if (!cell) {
      this.#frame.style.transform = 'translate(-10000px, 0)';
      return;
    }
    const box = cell.getBoundingClientRect();
    const outer = parent.getBoundingClientRect();
    const left = box.left - outer.left;
    const size =
      grid.sizeOf(
        session.merges.at(session.sheet.peek(), place?.position ?? session.selection.peek().active),
      ) ?? box;
    Object.assign(this.#frame.style, {
      transform: `translate(${left}px, ${box.top - outer.top}px)`,
      minWidth: `${size.width}px`,
      minHeight: `${size.height}px`,
      maxWidth: `${Math.max(size.width, outer.width - left - 16)}px`,
    });
  }

  end(): void {
    this.#endEffect();
    this.#frame.remove();
  }

  #onInput(): void {
    const { app, session } = this.#parts;
    const text = this.#field.value;
    app.pointer.forget();
    app.formulaHelp.follow(this.#field);
    if (app.editor.mode.peek() !== 'ready') {
      app.editor.text.value = text;
      return;
    }
    app.editor.start(session, 'enter', text);
    // Read-only: nothing has started, and what was typed must not linger.
    if (app.editor.mode.peek() === 'ready') this.#field.value = '';
  }

  #onKey(event: KeyboardEvent): void {
    // RevoGrid listens on the document; keys of a composition are the input method's.
    event.stopPropagation();
    if (event.isComposing) return;
    const { app, controller } = this.#parts;
    const mode = app.editor.mode.peek();
    if (mode !== 'ready' && app.formulaHelp.onKey(event, this.#field)) {
      app.pointer.forget();
      return;
    }
    const shortcut = shortcutOf(event, mode !== 'ready');
    if (shortcut) {
      event.preventDefault();
      app.run(shortcut);
      return;
    }
    if (mode === 'enter' && this.#pointByArrow(event)) {
      event.preventDefault();
      return;
    }
    if (mode === 'ready' && this.#openMenu(event)) {
      event.preventDefault();
      return;
    }
    const command = commandOf(event, mode);
    if (!command) return;
    event.preventDefault();
    if (command.type === 'cancel' && mode === 'ready') {
      app.clipboard.forget();
      if (app.find.mode.peek() !== null) app.find.close();
      this.#parts.session.charts.selected.value = null;
    }
    if (command.type === 'newLine') this.#insert('\n');
    else void controller.perform(command).then(() => this.#caretToEnd(command.type === 'edit'));
  }

  /** In a formula that waits for a value an arrow points at a cell. */
  #pointByArrow(event: KeyboardEvent): boolean {
    const { pointer } = this.#parts.app;
    const direction = arrows[event.key];
    if (!direction || event.ctrlKey || event.metaKey || event.altKey || !pointer.canPoint(this.#field))
      return false;
    pointer.step(this.#field, direction, event.shiftKey);
    return true;
  }

  /** The menu key and Shift+F10: the cell's menu. Alt+arrow down: the filter of its column. */
  #openMenu(event: KeyboardEvent): boolean {
    const { app, session, grid } = this.#parts;
    const { active } = session.selection.peek();
    const box = grid.cellElement(active)?.getBoundingClientRect();
    const place = { left: box?.left ?? 80, top: (box?.bottom ?? 120) + 2 };
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      app.contextMenu.value = {
        entries: cellMenu,
        place,
      };
      return true;
    }
    if (event.key !== 'ArrowDown' || !event.altKey) return false;
    const filter = session.filter.peek();
    const isHeading = filter !== null && active.row === filter.range.top;
    if (hasList(session) && !isHeading) {
      app.choiceMenu.value = {
        cell: active,
        place,
      };
      return true;
    }
    if (!filter) return false;
    app.filterMenu.value = {
      column: active.column,
      place,
    };
    return true;
  }

  #color(text: string): void {
    const references = colorReferences(text);
    this.#frame.classList.toggle('inked', references.length > 0);
    let at = 0;
    const pieces: (string | Node)[] = [];
    for (const { start, end, color } of references) {
      const piece = document.createElement('span');
      piece.style.color = color;
      piece.textContent = text.slice(start, end);
      pieces.push(text.slice(at, start), piece);
      at = end;
    }
    this.#ink.replaceChildren(...pieces, text.slice(at));
  }

  #insert(text: string): void {
    const { selectionStart, selectionEnd } = this.#field;
    this.#field.setRangeText(text, selectionStart, selectionEnd, 'end');
    this.#onInput();
  }

  #caretToEnd(wanted: boolean): void {
    if (wanted) this.#field.setSelectionRange(this.#field.value.length, this.#field.value.length);
  }

  #onCopy(event: ClipboardEvent, cut: boolean): void {
    const { app, session } = this.#parts;
    if (app.editor.mode.peek() === 'ready') app.clipboard.onCopy(event, session, cut);
  }

  #onPaste(event: ClipboardEvent): void {
    const { app, session } = this.#parts;
    if (app.editor.mode.peek() === 'ready') app.clipboard.onPaste(event, session);
  }
}
