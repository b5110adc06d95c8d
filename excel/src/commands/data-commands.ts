import { sortSelection, toggleFilter } from '../grid/sort-filter.js';
import type { CommandTable } from './command.js';

export const dataCommands = {
  sortAscending: {
    icon: 'sortAscending',
    needs: 'editable',
    areas: 'one',
    run: (app) => sortSelection(app, false),
  },
  sortDescending: {
    icon: 'sortDescending',
    needs: 'editable',
    areas: 'one',
    run: (app) => sortSelection(app, true),
  },
  filter: {
    icon: 'filter',
    keys: ['Ctrl+Shift+L'],
    needs: 'editable',
    areas: 'one',
    isOn: (app) => (app.workbooks.active.value?.filter.value ?? null) !== null,
    run: (app) => toggleFilter(app),
  },
  clearFilter: {
    needs: 'editable',
    isEnabled: (app) => (app.workbooks.active.value?.filter.value?.choices.length ?? 0) > 0,
    run: (app) => {
      const session = app.workbooks.active.peek()!;
      const { range } = session.filter.peek()!;
      session.edits.apply({ kind: 'filter', sheet: session.sheet.peek(), range, choices: [] });
    },
  },
} satisfies CommandTable;
