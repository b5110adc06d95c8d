import type { App } from '../app/app.js';
import { lastColumn, lastRow } from '../cells/address.js';
import { isWholeColumns, isWholeRows } from '../cells/range.js';
import { areasOf } from '../selection/areas.js';
import type { CellStyle, FormatChange } from '../service/api.js';
import type { Command, CommandTable } from './command.js';

export function activeStyle(app: App): CellStyle {
  const session = app.workbooks.active.value;
  if (!session) return {};
  void session.painted.value;
  const { row, column } = session.selection.value.active;
  return session.cell(row, column).view?.style ?? {};
}

export function format(app: App, change: FormatChange): void {
  const session = app.workbooks.active.peek()!;
  session.applyToSelected((range) => ({ kind: 'format', range, change }));
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
    areas: 'one',
    run: (app) => app.sheets.mergeSelection(),
  },
  unmerge: {
    needs: 'editable',
    run: (app) => {
      const session = app.workbooks.active.peek()!;
      session.applyToSelected((range) => ({ kind: 'unmerge', range }));
    },
  },
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
      const areas = areasOf(app.workbooks.active.peek()!.selection.peek());
      if (areas.some((area) => isWholeRows(area) || !isWholeColumns(area))) hide(app, 'rows', false);
      if (areas.some((area) => isWholeColumns(area) || !isWholeRows(area))) hide(app, 'columns', false);
    },
  },
  fitColumns: { needs: 'editable', run: (app) => app.sheets.fitColumns() },
} satisfies CommandTable;

function hide(app: App, what: 'rows' | 'columns', hidden: boolean): void {
  app.workbooks.active.peek()!.applyToSelected(({ sheet, top, left, rows, columns }) => {
    const isWhole = what === 'rows' ? rows === lastRow : columns === lastColumn;
    // To hide all there is would leave nothing to bring it back by; to show all is what selecting all is for.
    if (isWhole && hidden) return null;
    return what === 'rows'
      ? { kind: 'sizeRows', sheet, row: top, count: rows, hidden }
      : { kind: 'sizeColumns', sheet, column: left, count: columns, hidden };
  });
}
