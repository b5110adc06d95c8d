import { lastColumn, lastRow } from '../cells/address.js';
import { fillAlong } from '../grid/area-edits.js';
import { autoSum } from '../grid/auto-sum.js';
import { areasOf } from '../selection/areas.js';
import { select } from '../selection/selection.js';
import type { CommandTable } from './command.js';

export const editCommands = {
  undo: {
    icon: 'undo',
    keys: ['Ctrl+Z'],
    needs: 'editable',
    typing: 'text',
    isEnabled: ({ workbooks }) => {
      const session = workbooks.active.value!;
      return session.info.value.canUndo || session.unacknowledged.value > 0;
    },
    run: (app) => app.workbooks.active.peek()!.edits.undo(),
  },
  redo: {
    icon: 'redo',
    keys: ['Ctrl+Y', 'Ctrl+Shift+Z'],
    needs: 'editable',
    typing: 'text',
    isEnabled: ({ workbooks }) => workbooks.active.value!.info.value.canRedo,
    run: (app) => app.workbooks.active.peek()!.edits.redo(),
  },
  // The keys of these three are the browser's: it raises the clipboard's events, with its data.
  cut: { icon: 'cut', needs: 'editable', areas: 'one', run: (app) => app.clipboard.copyByCommand(true) },
  copy: { icon: 'copy', needs: 'workbook', run: (app) => app.clipboard.copyByCommand(false) },
  paste: { icon: 'paste', needs: 'editable', run: (app) => app.clipboard.pasteByCommand('all') },
  pasteValues: {
    keys: ['Ctrl+Shift+V'],
    needs: 'editable',
    typing: 'text',
    run: (app) => app.clipboard.pasteByCommand('values'),
  },
  pasteFormats: {
    needs: 'editable',
    isEnabled: (app) => app.clipboard.copied.value !== null,
    run: (app) => app.clipboard.pasteByCommand('formats'),
  },
  pasteSpecial: {
    keys: ['Ctrl+Alt+V'],
    needs: 'editable',
    isEnabled: (app) => app.clipboard.copied.value?.session === app.workbooks.active.value,
    run: (app) => {
      app.dialog.value = 'pasteSpecial';
    },
  },
  clear: {
    needs: 'editable',
    run: (app) => {
      const session = app.workbooks.active.peek()!;
      session.edits.clear(session.sheet.peek(), areasOf(session.selection.peek()));
    },
  },
  clearFormats: {
    needs: 'editable',
    run: (app) => {
      const session = app.workbooks.active.peek()!;
      session.applyToSelected((range) => ({ kind: 'clear', range, what: 'formats' }));
    },
  },
  autoSum: { icon: 'sum', keys: ['Alt+='], needs: 'editable', areas: 'one', run: (app) => autoSum(app) },
  insertDate: {
    keys: ['Ctrl+;'],
    needs: 'editable',
    typing: 'text',
    run: (app) => app.editor.start(app.workbooks.active.peek()!, 'enter', today()),
  },
  insertTime: {
    keys: ['Ctrl+Shift+;'],
    needs: 'editable',
    typing: 'text',
    run: (app) => app.editor.start(app.workbooks.active.peek()!, 'enter', timeOfDay()),
  },
  fillDown: {
    keys: ['Ctrl+D'],
    needs: 'editable',
    areas: 'one',
    run: (app) => fillAlong(app.workbooks.active.peek()!, 'down'),
  },
  fillRight: {
    keys: ['Ctrl+R'],
    needs: 'editable',
    areas: 'one',
    run: (app) => fillAlong(app.workbooks.active.peek()!, 'right'),
  },
  find: { icon: 'find', keys: ['Ctrl+F'], needs: 'workbook', run: (app) => app.find.open(false) },
  replace: { keys: ['Ctrl+H'], needs: 'editable', run: (app) => app.find.open(true) },
  goTo: {
    keys: ['Ctrl+G', 'F5'],
    needs: 'workbook',
    run: () => {
      document.querySelector<HTMLInputElement>('[data-testid=name-box]')?.focus();
    },
  },
  selectAll: {
    needs: 'workbook',
    run: (app) => {
      const session = app.workbooks.active.peek()!;
      session.selection.value = select({ row: 1, column: 1 }, { row: lastRow, column: lastColumn });
    },
  },
} satisfies CommandTable;

/** As the service reads it as a time. */
export function timeOfDay(now = new Date()): string {
  return `${now.getHours()}:${String(now.getMinutes()).padStart(2, '0')}`;
}

/** As every locale's Excel takes it. */
export function today(now = new Date()): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
