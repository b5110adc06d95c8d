import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { CellEditor } from '../edits/cell-editor.js';
import { type Hint, hintAt } from './hints.js';
import { cycleReference } from './references.js';

/** Names of functions and what they take, while a formula is typed in the cell or in the formula bar. */
export class FormulaHelp {
  readonly caret = signal(0);
  readonly chosen = signal(0);
  readonly hint: ReadonlySignal<Hint | null> = computed(() => {
    const { mode, text } = this.#editor;
    if (mode.value === 'ready' || this.#dismissed.value === text.value) return null;
    return hintAt(text.value, this.caret.value);
  });
  readonly #editor: CellEditor;
  /** The text at which the user did not want to see it. */
  readonly #dismissed = signal<string | null>(null);

  constructor(editor: CellEditor) {
    this.#editor = editor;
  }

  /** The field's caret has moved, or its text has changed. */
  follow(field: HTMLTextAreaElement): void {
    this.chosen.value = 0;
    this.caret.value = field.selectionStart;
  }

  /** @returns whether the key was ours: those of the list, and F4 */
  onKey(event: KeyboardEvent, field: HTMLTextAreaElement): boolean {
    if (event.key === 'F4' && !event.ctrlKey && !event.altKey) return this.#cycle(field);
    const hint = this.hint.peek();
    if (event.ctrlKey || event.metaKey || event.altKey || hint?.kind !== 'names') return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const { length } = hint.matches;
      this.chosen.value = (this.chosen.peek() + step + length) % length;
    } else if (event.key === 'Tab' && !event.shiftKey) this.accept(field, this.chosen.peek());
    else if (event.key === 'Escape') this.#dismissed.value = this.#editor.text.peek();
    else return false;
    event.preventDefault();
    return true;
  }

  /** The name, and the bracket that opens its arguments. */
  accept(field: HTMLTextAreaElement, index: number): void {
    const hint = this.hint.peek();
    const match = hint?.kind === 'names' && hint.matches[index];
    if (!match) return;
    const text = this.#editor.text.peek();
    const head = `${text.slice(0, hint.start)}${match.name}(`;
    this.#write(field, head + text.slice(this.caret.peek()), head.length);
  }

  #cycle(field: HTMLTextAreaElement): boolean {
    const turned = cycleReference(this.#editor.text.peek(), field.selectionStart);
    if (turned) this.#write(field, turned.text, turned.caret);
    return turned !== null;
  }

  #write(field: HTMLTextAreaElement, text: string, caret: number): void {
    this.#editor.text.value = text;
    field.value = text;
    field.setSelectionRange(caret, caret);
    this.follow(field);
  }
}
