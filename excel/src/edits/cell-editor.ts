import { signal } from '@preact/signals';
import type { Position } from '../cells/address.js';
import type { InputMode } from '../selection/keyboard.js';
import type { WorkbookSession } from '../session/workbook-session.js';

export interface EditPlace {
  readonly session: WorkbookSession;
  readonly sheet: number;
  readonly position: Position;
}

/** The text that is being typed: one for the whole app, shown in the cell and in the formula bar alike. */
export class CellEditor {
  readonly mode = signal<InputMode>('ready');
  readonly text = signal('');
  readonly place = signal<EditPlace | null>(null);

  /** Where the caret is put when typing begins; `null`: at the end. */
  firstCaret: number | null = null;

  /** `enter`: typing replaced what was there. `edit`: what was there is changed. */
  start(session: WorkbookSession, mode: 'enter' | 'edit', text: string, caret: number | null = null): void {
    if (session.info.peek().readOnly !== null) return;
    this.firstCaret = caret;
    this.place.value = { session, sheet: session.sheet.peek(), position: session.selection.peek().active };
    this.text.value = text;
    this.mode.value = mode;
  }

  /** Hands the text to the workbook. */
  commit(): void {
    const place = this.place.peek();
    const text = this.text.peek();
    this.cancel();
    if (!place) return;
    place.session.type({ sheet: place.sheet, ...place.position, input: text });
  }

  /** Back on the sheet where it began: a formula may have been pointing elsewhere. */
  cancel(): void {
    const place = this.place.peek();
    place?.session.showSheet(place.sheet);
    this.place.value = null;
    this.text.value = '';
    this.mode.value = 'ready';
  }
}
