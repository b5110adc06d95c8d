import type { App } from '../app/app.js';
import { editLink, openLink } from '../attached/open-link.js';
import { nameCell } from '../cells/address.js';
import { texts } from '../texts/texts.js';
import type { CommandTable } from './command.js';

function noteOf(app: App) {
  const session = app.workbooks.active.peek()!;
  return session.attached.noteAt(session.sheet.peek(), session.selection.peek().active);
}

/** The active cell, whose note is meant. */
function place(app: App) {
  const session = app.workbooks.active.peek()!;
  return { sheet: session.sheet.peek(), ...session.selection.peek().active };
}

export const attachedCommands = {
  editLink: {
    keys: ['Ctrl+K'],
    needs: 'editable',
    areas: 'one',
    run: (app) => editLink(app, app.workbooks.active.peek()!),
  },
  openLink: {
    needs: 'workbook',
    run: (app) => {
      const session = app.workbooks.active.peek()!;
      return openLink(app, session, session.selection.peek().active);
    },
  },
  removeLink: {
    needs: 'editable',
    areas: 'one',
    run: (app) => {
      const session = app.workbooks.active.peek()!;
      session.edits.apply({ kind: 'setLink', range: session.selectedRange(), link: null });
    },
  },
  editNote: {
    needs: 'editable',
    run: (app) => {
      if (noteOf(app)?.thread) app.notices.inform(texts.threadStays);
      else app.dialog.value = 'note';
    },
  },
  showNote: {
    keys: ['Shift+F2'],
    needs: 'workbook',
    run: (app) => {
      if (!app.toggleNote()) app.notices.inform(texts.noNote(nameCell(place(app))));
    },
  },
  deleteNote: {
    needs: 'editable',
    run: (app) => {
      const at = place(app);
      if (noteOf(app)) app.workbooks.active.peek()!.edits.apply({ kind: 'setNote', at, text: null });
      else app.notices.inform(texts.noNote(nameCell(at)));
    },
  },
  setRule: {
    needs: 'editable',
    areas: 'one',
    run: (app) => {
      app.dialog.value = 'rule';
    },
  },
} satisfies CommandTable;
