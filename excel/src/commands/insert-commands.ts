import type { App } from '../app/app.js';
import { isWholeColumns, isWholeRows } from '../cells/range.js';
import { focusFirstChart } from '../charts/focus-chart.js';
import { changeLines, insertOrDelete, shiftCells } from '../grid/shift-cells.js';
import { areaOf } from '../selection/selection.js';
import type { Command, CommandTable } from './command.js';

const notWholeColumns = (app: App) => !isWholeColumns(areaOf(app.workbooks.active.value!.selection.value));
const notWholeRows = (app: App) => !isWholeRows(areaOf(app.workbooks.active.value!.selection.value));

function shiftBy(way: Parameters<typeof shiftCells>[1]): Command {
  return { needs: 'editable', areas: 'one', run: (app) => shiftCells(app, way) };
}

export const insertCommands = {
  insertRows: {
    icon: 'insertRows',
    needs: 'editable',
    areas: 'one',
    isEnabled: notWholeColumns,
    run: (app) => changeLines(app, 'insert', 'Rows'),
  },
  insertColumns: {
    icon: 'insertColumns',
    needs: 'editable',
    areas: 'one',
    isEnabled: notWholeRows,
    run: (app) => changeLines(app, 'insert', 'Columns'),
  },
  deleteRows: {
    icon: 'deleteRows',
    needs: 'editable',
    areas: 'one',
    isEnabled: notWholeColumns,
    run: (app) => changeLines(app, 'delete', 'Rows'),
  },
  deleteColumns: {
    icon: 'deleteColumns',
    needs: 'editable',
    areas: 'one',
    isEnabled: notWholeRows,
    run: (app) => changeLines(app, 'delete', 'Columns'),
  },
  insert: {
    keys: ['Ctrl+Plus'],
    needs: 'editable',
    areas: 'one',
    run: (app) => insertOrDelete(app, 'insert'),
  },
  delete: {
    keys: ['Ctrl+Minus'],
    needs: 'editable',
    areas: 'one',
    run: (app) => insertOrDelete(app, 'delete'),
  },
  insertCellsRight: shiftBy('right'),
  insertCellsDown: shiftBy('down'),
  deleteCellsLeft: shiftBy('left'),
  deleteCellsUp: shiftBy('up'),
  chart: {
    icon: 'chart',
    keys: ['Alt+F1'],
    needs: 'editable',
    areas: 'one',
    run: (app) => app.workbooks.active.peek()!.charts.addFromSelection(),
  },
  selectChart: {
    keys: ['Ctrl+Alt+5'],
    needs: 'workbook',
    isEnabled: (app) => {
      const session = app.workbooks.active.value!;
      return session.charts.onSheet(session.sheet.value).length > 0;
    },
    run: () => focusFirstChart(),
  },
  addSheet: { icon: 'plus', keys: ['Shift+F11'], needs: 'editable', run: (app) => app.sheets.add() },
  renameSheet: { needs: 'editable', run: (app) => app.sheets.askName() },
  deleteSheet: { needs: 'editable', run: (app) => app.sheets.askDelete() },
  hideSheet: {
    needs: 'editable',
    isEnabled: (app) =>
      app.workbooks.active.value!.info.value.sheets.filter(({ visible }) => visible).length > 1,
    run: (app) => app.sheets.show(app.workbooks.active.peek()!.sheet.peek(), false),
  },
  showHiddenSheets: {
    needs: 'editable',
    isEnabled: (app) => app.workbooks.active.value!.info.value.sheets.some(({ visible }) => !visible),
    run: (app) => app.sheets.showAll(),
  },
  moveSheetLeft: { needs: 'editable', run: (app) => app.sheets.step(-1) },
  moveSheetRight: { needs: 'editable', run: (app) => app.sheets.step(1) },
} satisfies CommandTable;
