import type { App } from '../app/app.js';
import { changeDecimals } from '../cells/number-format.js';
import { texts } from '../texts/texts.js';
import type { Command, CommandTable } from './command.js';
import { activeStyle, format } from './format-commands.js';

function number(numberFormat: string, keys: readonly string[], icon?: Command['icon']): Command {
  return {
    ...(icon && { icon }),
    keys,
    needs: 'editable',
    run: (app) => format(app, { numberFormat }),
  };
}

export const numberCommands = {
  // As in Excel: Ctrl+Shift with ~ 1 2 3 4 5 6.
  formatGeneral: number('General', ['Ctrl+Shift+~', 'Ctrl+Shift+`']),
  formatNumber: number('#,##0.00', ['Ctrl+Shift+1']),
  formatTime: number('h:mm', ['Ctrl+Shift+2']),
  formatDate: number('yyyy-mm-dd', ['Ctrl+Shift+3']),
  formatCurrency: {
    ...number('', ['Ctrl+Shift+4'], 'currency'),
    run: (app) => format(app, { numberFormat: currencyFormat() }),
  },
  formatPercent: number('0%', ['Ctrl+Shift+5'], 'percent'),
  formatScientific: number('0.00E+00', ['Ctrl+Shift+6']),
  formatText: number('@', []),
  formatCustom: { keys: ['Ctrl+1'], needs: 'editable', run: askFormat },
  moreDecimals: { icon: 'moreDecimals', needs: 'editable', run: (app) => stepDecimals(app, 1) },
  fewerDecimals: { icon: 'fewerDecimals', needs: 'editable', run: (app) => stepDecimals(app, -1) },
} satisfies CommandTable;

function stepDecimals(app: App, by: 1 | -1): void {
  const session = app.workbooks.active.peek()!;
  const { row, column } = session.selection.peek().active;
  const { text, view } = session.cell(row, column);
  const numberFormat = changeDecimals(view?.style?.numberFormat, by, text);
  if (numberFormat !== null) format(app, { numberFormat });
}

async function askFormat(app: App): Promise<void> {
  const { formatCustom } = texts.commands;
  const now = activeStyle(app).numberFormat ?? 'General';
  const code = await app.notices.askText(formatCustom, texts.formatCode, now, texts.ok, texts.cancel);
  if (code !== null && code !== now) format(app, { numberFormat: code });
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
