import type { App } from '../app/app.js';
import { lastColumn, lastRow } from '../cells/address.js';
import { isWholeColumns, isWholeRows } from '../cells/range.js';
import { areaOf } from '../selection/selection.js';
import type { CellStyle, FormatChange } from '../service/api.js';
import type { Command, CommandTable } from './command.js';

function activeStyle(app: App): CellStyle {
  const session = app.workbooks.active.value;
  if (!session) return {};
  void session.painted.value;
  const { row, column } = session.selection.value.active;
  return session.cell(row, column).view?.style ?? {};
}

export function format(app: App, change: FormatChange): void {
  const session = app.workbooks.active.peek()!;
  session.edits.apply({ kind: 'format', range: session.selectedRange(), change });
}

type Toggle = 'bold' | 'italic' | 'underline' | 'strike' | 'wrap';

function toggle(name: Toggle, keys: readonly string[] = []): Command {
  return {
    icon: name,
    keys,
    needs: 'editable',
    isOn: (app) => activeStyle(app)[name] === true,
    run: (app) => format(app, { [name]: activeStyle(app)[name] !== true }),
  };
}

function align(side: 'left' | 'center' | 'right', icon: 'alignLeft' | 'alignCenter' | 'alignRight'): Command {
  return {
    icon,
    needs: 'editable',
    isOn: (app) => activeStyle(app).align === side,
    run: (app) => format(app, { align: activeStyle(app).align === side ? 'general' : side }),
  };
}

function number(numberFormat: string, keys: readonly string[], icon?: Command['icon']): Command {
  return {
    ...(icon && { icon }),
    keys,
    needs: 'editable',
    run: (app) => format(app, { numberFormat }),
  };
}

function border(
  edges: NonNullable<FormatChange['borders']>['edges'],
  icon: Command['icon'],
  line: 'thin' | 'none' = 'thin',
): Command {
  return {
    ...(icon && { icon }),
    needs: 'editable',
    run: (app) => format(app, { borders: { edges, line } }),
  };
}

export const formatCommands = {
  bold: toggle('bold', ['Ctrl+B', 'Ctrl+2']),
  italic: toggle('italic', ['Ctrl+I', 'Ctrl+3']),
  underline: toggle('underline', ['Ctrl+U', 'Ctrl+4']),
  strike: toggle('strike', ['Ctrl+5']),
  textColor: { icon: 'textColor', needs: 'editable', run: (app) => app.openPalette('color') },
  fillColor: { icon: 'fillColor', needs: 'editable', run: (app) => app.openPalette('fill') },
  alignLeft: align('left', 'alignLeft'),
  alignCenter: align('center', 'alignCenter'),
  alignRight: align('right', 'alignRight'),
  wrap: toggle('wrap'),
  merge: {
    icon: 'merge',
    needs: 'editable',
    run: (app) => app.sheets.mergeSelection(),
  },
  unmerge: {
    needs: 'editable',
    run: (app) => {
      const session = app.workbooks.active.peek()!;
      session.edits.apply({ kind: 'unmerge', range: session.selectedRange() });
    },
  },
  // As in Excel: Ctrl+Shift with ~ 1 2 3 4 5.
  formatGeneral: number('General', ['Ctrl+Shift+`', 'Ctrl+Shift+~', 'Ctrl+Shift+6']),
  formatNumber: number('#,##0.00', ['Ctrl+Shift+1']),
  formatTime: number('h:mm', ['Ctrl+Shift+2']),
  formatDate: number('yyyy-mm-dd', ['Ctrl+Shift+3']),
  formatCurrency: {
    ...number('', ['Ctrl+Shift+4'], 'currency'),
    run: (app) => format(app, { numberFormat: currencyFormat() }),
  },
  formatPercent: number('0%', ['Ctrl+Shift+5'], 'percent'),
  formatText: number('@', []),
  borderAll: border('all', 'borders'),
  borderOutline: border('outer', 'borderOutline'),
  borderTop: border('top', 'borderTop'),
  borderBottom: border('bottom', 'borderBottom'),
  borderNone: border('all', undefined, 'none'),
  columnWidth: { needs: 'editable', run: (app) => app.sheets.askSize('columns') },
  rowHeight: { needs: 'editable', run: (app) => app.sheets.askSize('rows') },
  hideRows: { keys: ['Ctrl+9'], needs: 'editable', run: (app) => hide(app, 'rows', true) },
  hideColumns: { keys: ['Ctrl+0'], needs: 'editable', run: (app) => hide(app, 'columns', true) },
  showLines: {
    keys: ['Ctrl+Shift+9'],
    needs: 'editable',
    run: (app) => {
      const area = areaOf(app.workbooks.active.peek()!.selection.peek());
      if (isWholeRows(area) || !isWholeColumns(area)) hide(app, 'rows', false);
      if (isWholeColumns(area) || !isWholeRows(area)) hide(app, 'columns', false);
    },
  },
  fitColumns: { needs: 'editable', run: (app) => app.sheets.fitColumns() },
} satisfies CommandTable;

function hide(app: App, what: 'rows' | 'columns', hidden: boolean): void {
  const session = app.workbooks.active.peek()!;
  const { sheet, top, left, rows, columns } = session.selectedRange();
  const isWhole = what === 'rows' ? rows === lastRow : columns === lastColumn;
  // To hide all there is would leave nothing to bring it back by; to show all is what selecting all is for.
  if (isWhole && hidden) return;
  if (what === 'rows') session.edits.apply({ kind: 'sizeRows', sheet, row: top, count: rows, hidden });
  else session.edits.apply({ kind: 'sizeColumns', sheet, column: left, count: columns, hidden });
}

/** The money of the user's own region. */
export function currencyFormat(languages: readonly string[] = navigator.languages): string {
  const region = languages.map((language) => new Intl.Locale(language).maximize().region).find(Boolean);
  const euro = 'AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' ');
  if (region === 'CN') return '"¥"#,##0.00';
  if (region === 'JP') return '"¥"#,##0';
  if (region === 'GB') return '"£"#,##0.00';
  if (region && euro.includes(region)) return '#,##0.00 "€"';
  return '"$"#,##0.00';
}
