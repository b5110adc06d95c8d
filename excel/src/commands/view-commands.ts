import type { App } from '../app/app.js';
import { texts } from '../texts/texts.js';
import type { CommandTable } from './command.js';

/** More would fill the window, and nothing could be scrolled. */
const maxFrozen = 40;

function freeze(app: App, rows: number, columns: number): void {
  const session = app.workbooks.active.peek()!;
  session.edits.apply({ kind: 'freeze', sheet: session.sheet.peek(), rows, columns });
}

const isFrozen = (app: App) => {
  const { frozenRows, frozenColumns } = app.workbooks.active.value!.sheetInfo;
  return frozenRows + frozenColumns > 0;
};

export const viewCommands = {
  freeze: {
    icon: 'freeze',
    needs: 'editable',
    run: (app) => {
      const { row, column } = app.workbooks.active.peek()!.selection.peek().active;
      if (row - 1 > maxFrozen || column - 1 > maxFrozen) app.notices.warn(texts.tooManyFrozen);
      else freeze(app, row - 1, column - 1);
    },
  },
  freezeTopRow: { needs: 'editable', run: (app) => freeze(app, 1, 0) },
  freezeFirstColumn: { needs: 'editable', run: (app) => freeze(app, 0, 1) },
  unfreeze: { needs: 'editable', isEnabled: isFrozen, run: (app) => freeze(app, 0, 0) },
  zoomIn: { keys: ['Ctrl+Alt+Plus'], needs: 'workbook', run: (app) => app.zoom.step(1) },
  zoomOut: { keys: ['Ctrl+Alt+Minus'], needs: 'workbook', run: (app) => app.zoom.step(-1) },
  zoomReset: { keys: ['Ctrl+Alt+0'], needs: 'workbook', run: (app) => app.zoom.set(100) },
  showBackend: {
    isOn: (app) => app.panelOpen.value,
    run: (app) => {
      app.panelOpen.value = !app.panelOpen.peek();
    },
  },
  restartBackend: { icon: 'restart', run: (app) => app.restartBackend() },
  commands: {
    icon: 'find',
    keys: ['Alt+Q', 'Ctrl+Shift+P'],
    run: (app) => {
      app.dialog.value = 'commands';
    },
  },
  shortcuts: {
    icon: 'help',
    keys: ['F1'],
    run: (app) => {
      app.dialog.value = 'shortcuts';
    },
  },
} satisfies CommandTable;
