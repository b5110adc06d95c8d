import { type Signal, signal } from '@preact/signals';
import { type Area, nameArea, type Position, spanOf } from '../cells/address.js';
import { quoteSheet } from '../formulas/references.js';
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
  /** What is pointed at now, and on which sheet. */
  readonly target: Signal<{ readonly sheet: number; readonly area: Area } | null> = signal(null);
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
    const isAgain = this.#isAfterSpan(field.selectionStart);
    const start = isAgain ? this.#span!.start : field.selectionStart;
    const rest = text.slice(isAgain ? start + this.#span!.text.length : field.selectionEnd);
    const area = spanOf(anchor, extent);
    const { session, sheet: own } = this.#editor.place.peek()!;
    const sheet = session.sheet.peek();
    const prefix = sheet === own ? '' : `${quoteSheet(session.sheetInfo.name)}!`;
    const name = prefix + nameArea(area);
    this.#span = { start, text: name };
    this.#anchor = anchor;
    this.#extent = extent;
    this.target.value = { sheet, area };
    this.#editor.text.value = text.slice(0, start) + name + rest;
    const caret = start + name.length;
    field.value = this.#editor.text.peek();
    field.setSelectionRange(caret, caret);
  }

  /** From the cell that is typed in, then from what was pointed at last. */
  step(field: HTMLTextAreaElement, direction: Direction, extend: boolean): void {
    const { session, sheet, position } = this.#editor.place.peek()!;
    const start = session.sheet.peek() === sheet ? position : session.selection.peek().active;
    const from = this.#isAfterSpan(field.selectionStart) ? this.#extent! : start;
    const target = stepFrom(from, direction);
    this.point(field, extend && this.#anchor ? this.#anchor : target, target);
  }

  /** The text was changed otherwise, or typing is over. */
  forget(): void {
    this.#span = null;
    this.target.value = null;
  }

  /** A reference that was put in for the user, ending at the caret: pointing goes on from there. */
  adopt(start: number, text: string, area: Area): void {
    this.#span = { start, text };
    this.#anchor = { row: area.top, column: area.left };
    this.#extent = { row: area.bottom, column: area.right };
  }

  #isAfterSpan(caret: number): boolean {
    if (!this.#span) return false;
    const { start, text } = this.#span;
    return caret === start + text.length && this.#editor.text.peek().slice(start, caret) === text;
  }
}
