import { openLink } from '../attached/open-link.js';
import { nameCell } from '../cells/address.js';
import { texts } from '../texts/texts.js';
import type { CommandTable } from './command.js';

export const attachedCommands = {
  openLink: {
    needs: 'workbook',
    run: (app) => {
      const session = app.workbooks.active.peek()!;
      return openLink(app, session, session.selection.peek().active);
    },
  },
  showNote: {
    keys: ['Shift+F2'],
    needs: 'workbook',
    run: (app) => {
      const { active } = app.workbooks.active.peek()!.selection.peek();
      if (!app.toggleNote()) app.notices.inform(texts.noNote(nameCell(active)));
    },
  },
} satisfies CommandTable;
