import { type Signal, signal } from '@preact/signals';
import { type Area, nameArea, type Position, spanOf } from '../cells/address.js';
import { type Direction, stepFrom } from '../selection/selection.js';
import type { CellEditor } from './cell-editor.js';

/** After one of these a formula goes on with a value: a cell that is pointed at can be it. */
const beforeReference = /[=(,;:+\-*/^&<>]\s*$/;

/** Whether a reference can be put into a text at a place. */
export function takesReference(text: string, caret: number): boolean {
  return text.startsWith('=') && beforeReference.test(text.slice(0, caret));
}

/** While a formula is typed, clicks and arrows put in the cells that they point at, as in Excel. */
export class FormulaPointer {
  /** What is pointed at now. */
  readonly area: Signal<Area | null> = signal(null);
  readonly #editor: CellEditor;
  #span: { start: number; text: string } | null = null;
  #anchor: Position | null = null;
  #extent: Position | null = null;

  constructor(editor: CellEditor) {
    this.#editor = editor;
  }

  /** Whether a click or an arrow would point now. */
  canPoint(field: HTMLTextAreaElement): boolean {
    if (this.#editor.mode.peek() === 'ready') return false;
    const caret = field.selectionStart;
    return this.#isAfterSpan(caret) || takesReference(this.#editor.text.peek(), caret);
  }

  point(field: HTMLTextAreaElement, anchor: Position, extent: Position = anchor): void {
    const text = this.#editor.text.peek();
    const start = this.#isAfterSpan(field.selectionStart) ? this.#span!.start : field.selectionStart;
    const rest = text.slice(
      this.#span && start === this.#span.start ? start + this.#span.text.length : field.selectionEnd,
    );
    const area = spanOf(anchor, extent);
    const name = nameArea(area);
    this.#span = { start, text: name };
    this.#anchor = anchor;
    this.#extent = extent;
    this.area.value = area;
    this.#editor.text.value = text.slice(0, start) + name + rest;
    const caret = start + name.length;
    field.value = this.#editor.text.peek();
    field.setSelectionRange(caret, caret);
  }

  /** From the cell that is typed in, then from what was pointed at last. */
  step(field: HTMLTextAreaElement, direction: Direction, extend: boolean): void {
    const from = this.#isAfterSpan(field.selectionStart)
      ? this.#extent!
      : this.#editor.place.peek()!.position;
    const target = stepFrom(from, direction);
    this.point(field, extend && this.#anchor ? this.#anchor : target, target);
  }

  /** The text was changed otherwise, or typing is over. */
  forget(): void {
    this.#span = null;
    this.area.value = null;
  }

  #isAfterSpan(caret: number): boolean {
    if (!this.#span) return false;
    const { start, text } = this.#span;
    return caret === start + text.length && this.#editor.text.peek().slice(start, caret) === text;
  }
}
