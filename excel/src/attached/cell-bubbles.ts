import type { Position } from '../cells/address.js';
import type { SheetGrid } from '../grid/revogrid.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { hasList } from './attached-drawings.js';
import { linkParts, notePart, promptPart } from './bubble-parts.js';

/**
 * What is said of a cell beside it: the prompt of its rule while it is active, its note and its link while the pointer
 * is over it or the keyboard asks. All of it is in the text field's description too, for a screen reader.
 */
export class CellBubbles {
  readonly #session: WorkbookSession;
  readonly #grid: SheetGrid;
  readonly #parent: HTMLElement;
  readonly #box = document.createElement('div');
  readonly #details = document.createElement('div');
  #hovered: Position | null = null;
  /** The cell whose note was asked for by the keyboard. */
  #opened: Position | null = null;
  /** The cell at which the user wants to see nothing more. */
  #dismissed: Position | null = null;

  constructor(session: WorkbookSession, grid: SheetGrid, parent: HTMLElement, field: HTMLElement) {
    this.#session = session;
    this.#grid = grid;
    this.#parent = parent;
    this.#box.className = 'cell-bubble';
    this.#box.dataset.testid = 'cell-bubble';
    this.#box.setAttribute('role', 'note');
    this.#box.hidden = true;
    this.#details.className = 'cell-details';
    this.#details.id = `cell-details-${session.id}`;
    field.setAttribute('aria-describedby', this.#details.id);
    parent.append(this.#box, this.#details);
    field.addEventListener('keydown', this.#onKey);
    grid.element.addEventListener('mousemove', this.#onMove);
    grid.element.addEventListener('mouseleave', this.#onLeave);
  }

  end(): void {
    this.#box.remove();
    this.#details.remove();
  }

  /** Whether the active cell has a note, which is shown then until another cell is active or it is asked for again. */
  toggleNote(): boolean {
    const { active } = this.#session.selection.peek();
    this.#opened = this.#opened === active ? null : active;
    this.draw();
    return this.#session.attached.noteAt(this.#session.sheet.peek(), active) !== null;
  }

  draw(): void {
    const session = this.#session;
    const sheet = session.sheet.peek();
    const { active } = session.selection.peek();
    if (this.#opened !== active) this.#opened = null;
    if (this.#dismissed !== active) this.#dismissed = null;
    const prompt = promptPart(session.attached.ruleAt(sheet, active));
    const ownNote = notePart(session.attached.noteAt(sheet, active));
    const hints = [
      ...linkParts(session.attached.linkAt(sheet, active)),
      ...(hasList(session) ? [texts.hasChoices] : []),
    ];
    setContent(this.#details, [prompt, ownNote?.cloneNode(true), ...hints.map(line)]);
    const target = this.#hovered ?? active;
    const shown = this.#hovered
      ? [
          notePart(session.attached.noteAt(sheet, this.#hovered)),
          ...linkParts(session.attached.linkAt(sheet, this.#hovered)).map(line),
        ]
      : [this.#dismissed ? null : prompt?.cloneNode(true), this.#opened ? ownNote : null];
    setContent(this.#box, shown);
    this.#place(target);
  }

  #place(position: Position): void {
    const cell = this.#box.hasChildNodes() ? this.#grid.cellElement(position) : null;
    this.#box.hidden = cell === null;
    if (!cell) return;
    const box = cell.getBoundingClientRect();
    const outer = this.#parent.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.#box;
    const isNote = this.#box.querySelector('.note-text') !== null;
    // Notes stand to the right, prompts below: neither covers what is typed.
    const [left, top] = isNote ? [box.right + 8, box.top] : [box.left + 12, box.bottom + 6];
    const isTooLow = top + height > outer.bottom - 8;
    Object.assign(this.#box.style, {
      left: `${Math.max(4, Math.min(left, outer.right - width - 8) - outer.left)}px`,
      top: `${Math.max(4, (isTooLow ? box.top - height - 6 : top) - outer.top)}px`,
    });
  }

  readonly #onMove = (event: MouseEvent): void => {
    const hit = event.buttons === 0 ? this.#grid.hit(event.target) : null;
    const position = hit?.kind === 'cell' ? hit.position : null;
    const sheet = this.#session.sheet.peek();
    const isLink = position !== null && this.#session.attached.linkAt(sheet, position) !== null;
    this.#grid.element.classList.toggle('at-link', isLink && (event.ctrlKey || event.metaKey));
    this.#hover(isLink || (position && this.#session.attached.noteAt(sheet, position)) ? position : null);
  };

  /** Escape puts away what is shown; the field goes on with it. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    this.#opened = null;
    this.#dismissed = this.#session.selection.peek().active;
    this.#hover(null);
    this.draw();
  };

  readonly #onLeave = (): void => this.#hover(null);

  #hover(position: Position | null): void {
    if (position?.row === this.#hovered?.row && position?.column === this.#hovered?.column) return;
    this.#hovered = position;
    this.draw();
  }
}

function line(text: string): HTMLElement {
  const element = document.createElement('p');
  element.textContent = text;
  return element;
}

function setContent(element: HTMLElement, parts: readonly (Node | null | undefined)[]): void {
  element.replaceChildren(...parts.filter((part) => part != null));
}
