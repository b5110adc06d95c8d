import type { CommandTable } from './command.js';

export const fileCommands = {
  new: { icon: 'new', keys: ['Ctrl+N'], run: (app) => app.workbooks.create() },
  open: { icon: 'open', keys: ['Ctrl+O'], run: (app) => app.workbooks.pickAndOpen() },
  save: {
    icon: 'save',
    keys: ['Ctrl+S'],
    needs: 'workbook',
    run: (app) => app.saving.save(app.workbooks.active.peek()!),
  },
  saveAs: {
    icon: 'saveAs',
    keys: ['F12', 'Ctrl+Shift+S'],
    needs: 'workbook',
    run: (app) => app.saving.saveAs(app.workbooks.active.peek()!),
  },
  saveCsv: { needs: 'workbook', run: (app) => app.saving.saveCsv(app.workbooks.active.peek()!) },
  autosave: {
    isOn: (app) => app.settings.autosaves.value,
    run: (app) => app.settings.toggleAutosave(),
  },
  recovery: {
    icon: 'recovery',
    run: (app) => {
      app.dialog.value = 'recovery';
    },
  },
  keepRecovery: {
    needs: 'workbook',
    isOn: (app) => app.workbooks.active.value?.info.value.recovery === true,
    run: (app) => app.workbooks.toggleRecovery(app.workbooks.active.peek()!),
  },
  closeWorkbook: {
    icon: 'close',
    keys: ['Ctrl+F4'],
    needs: 'workbook',
    run: (app) => app.workbooks.close(app.workbooks.active.peek()!),
  },
  quit: { run: (app) => app.quit() },
} satisfies CommandTable;
