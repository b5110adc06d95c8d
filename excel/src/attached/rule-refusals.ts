import type { Notices } from '../app/notices.js';
import { nameCell } from '../cells/address.js';
import type { CellEditor } from '../edits/cell-editor.js';
import type { Failure } from '../edits/edit-queue.js';
import { select } from '../selection/selection.js';
import type { CellEdit } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';

type Answer = 'edit' | 'keep' | 'drop';

/** What was typed against a cell's rule is in its editor again, and the user is asked, one after the other. */
export class RuleRefusals {
  readonly #notices: Notices;
  readonly #editor: CellEditor;
  #last: Promise<void> = Promise.resolve();

  constructor(notices: Notices, editor: CellEditor) {
    this.#notices = notices;
    this.#editor = editor;
  }

  add(session: WorkbookSession, edit: CellEdit, failure: Failure): void {
    this.#last = this.#last.then(() => this.#ask(session, edit, failure));
  }

  async #ask(session: WorkbookSession, edit: CellEdit, { message }: Failure): Promise<void> {
    const { sheet, row, column, input } = edit;
    const position = { row, column };
    const rule = session.attached.ruleAt(sheet, position);
    // 1. Back to the cell, its text being edited; what was begun elsewhere meanwhile is done first.
    if (this.#editor.mode.peek() !== 'ready') this.#editor.commit();
    session.showSheet(sheet);
    session.selection.value = select(position);
    this.#editor.start(session, 'edit', input);
    // 2. In the file's own words, or the service's.
    const title = rule?.title || texts.refusedTitle(nameCell(position));
    const answer = await this.#notices.ask<Answer>(title, message, choicesFor(rule?.style ?? 'stop'));
    if (answer === 'edit') return;
    // 3. A closed question leaves the cell as it was.
    this.#editor.cancel();
    if (answer === 'keep') session.edits.setCells([edit]);
  }
}

function choicesFor(style: 'stop' | 'warning' | 'information') {
  const drop = { label: texts.cancel, value: 'drop', role: 'plain' } as const;
  const edit = (role: 'primary' | 'plain') => ({ label: texts.editAgain, value: 'edit', role }) as const;
  const keep = (role: 'primary' | 'plain') => ({ label: texts.keepAnyway, value: 'keep', role }) as const;
  if (style === 'stop') return [drop, edit('primary')];
  if (style === 'warning') return [drop, keep('plain'), edit('primary')];
  return [drop, edit('plain'), keep('primary')];
}
