import type {
  Cell,
  CellEdit,
  CellStyle,
  CellWindow,
  Changed,
  SheetInfo,
  WorkbookInfo,
} from '../../src/service/api.js';

const styles: CellStyle[] = [
  {},
  { bold: true, fontSizePt: 14 },
  { bold: true, fill: '#E8F1EC', borders: 4 },
  { bold: true, borders: 1 },
  { color: '#C00000' },
  { fill: '#FFF2CC' },
];

interface Place {
  input: string;
  style?: number;
}

/** One workbook, `SUM` and products of two cells: enough to see the UI work. */
export class FakeService {
  readonly cells = new Map<string, Place>();
  readonly keys = new Map<string, Changed>();
  revision = 1;
  dirty = false;
  refuse: { code: string; message: string } | null = null;
  readonly #undo: CellEdit[][] = [];
  readonly #redo: CellEdit[][] = [];

  constructor() {
    const put = (row: number, column: number, input: string, style?: number) =>
      this.cells.set(`0:${row}:${column}`, style === undefined ? { input } : { input, style });
    put(1, 1, 'Household budget 2026, all amounts in euro', 1);
    ['Item', 'Amount', 'Times a year', 'Total', 'Note'].forEach((text, index) => {
      put(3, index + 1, text, 2);
    });
    const rows = [
      'Rent',
      'Electricity',
      'Internet',
      'Groceries',
      'Transport',
      'Insurance',
      '图书',
      'Holidays',
    ];
    rows.forEach((name, index) => {
      const row = index + 4;
      put(row, 1, name);
      put(row, 2, String([940, 71.5, 39.9, 420, 86, 310, 25, 1800][index]));
      put(row, 3, String([12, 12, 12, 12, 12, 1, 12, 1][index]));
      put(row, 4, `=B${row}*C${row}`);
    });
    put(6, 5, 'a long note that runs over into the empty cells to its right');
    put(9, 5, 'checked', 4);
    put(12, 1, 'Sum', 3);
    put(12, 2, '', 3);
    put(12, 3, '', 3);
    put(12, 4, '=SUM(D4:D11)', 3);
    put(14, 1, '=1/0', 5);
    put(14, 2, 'TRUE');
  }

  answer(method: string, params: unknown): unknown {
    const given = params as CellWindow & CellEdit & { key: string; edits: CellEdit[] };
    switch (method) {
      case 'workbook/list':
        return { workbooks: [] };
      case 'workbook/open':
      case 'workbook/new':
      case 'workbook/info':
        return this.info();
      case 'workbook/save':
        this.dirty = false;
        return { info: this.info(), cellsWritten: 1, bytes: 1_000 };
      case 'workbook/close':
        return { closed: true };
      case 'sheet/window':
        return this.#window(given);
      case 'cell/get': {
        const { sheet, row, column } = given;
        const input = this.cells.get(`${sheet}:${row}:${column}`)?.input ?? '';
        return { input, ...this.#shown(sheet, row, column) };
      }
      case 'cells/set':
        return this.#once(given.key, () => this.#set(given.edits));
      case 'workbook/undo':
        return this.#once(given.key, () => this.#step(this.#undo, this.#redo));
      case 'workbook/redo':
        return this.#once(given.key, () => this.#step(this.#redo, this.#undo));
      default:
        throw { code: 'INVALID_PARAMS', message: `The fake service does not know ${method}.` };
    }
  }

  info(): WorkbookInfo {
    return {
      id: 'one',
      name: 'budget.xlsx',
      path: '/books/budget.xlsx',
      readOnly: null,
      sheets: this.#sheets(),
      revision: this.revision,
      dirty: this.dirty,
      canUndo: this.#undo.length > 0,
      canRedo: this.#redo.length > 0,
      recoveredEdits: 0,
      recovery: true,
      owner: null,
      quarantined: 0,
    };
  }

  #sheets(): SheetInfo[] {
    const sheet = { visible: true, color: null, rows: 0, columns: 0, frozenRows: 0, frozenColumns: 0 };
    return [
      {
        ...sheet,
        index: 0,
        name: 'Budget',
        rows: 14,
        columns: 5,
        frozenRows: 3,
        frozenColumns: 1,
        color: '#1F9D63',
      },
      { ...sheet, index: 1, name: 'Long', rows: 100_000, columns: 10 },
      { ...sheet, index: 2, name: '汇总' },
    ];
  }

  #once(key: string, change: () => { at: Changed['at'] }): Changed {
    const known = this.keys.get(key);
    if (known) return { ...known, repeated: true };
    if (this.refuse) throw this.refuse;
    const { at } = change();
    this.revision += 1;
    this.dirty = true;
    const { revision, dirty, canUndo, canRedo, sheets } = this.info();
    const changed = { revision, dirty, canUndo, canRedo, sheets, repeated: false, at };
    this.keys.set(key, changed);
    return changed;
  }

  #set(edits: readonly CellEdit[]): { at: null } {
    this.#undo.push(this.#apply(edits));
    this.#redo.length = 0;
    return { at: null };
  }

  #step(from: CellEdit[][], to: CellEdit[][]): { at: Changed['at'] } {
    const edits = from.pop();
    if (!edits?.[0]) return { at: null };
    to.push(this.#apply(edits));
    return { at: { sheet: edits[0].sheet, row: edits[0].row, column: edits[0].column } };
  }

  /** @returns what takes it back */
  #apply(edits: readonly CellEdit[]): CellEdit[] {
    return edits.map(({ sheet, row, column, input }) => {
      const place = this.cells.get(`${sheet}:${row}:${column}`);
      this.cells.set(`${sheet}:${row}:${column}`, { ...place, input });
      return { sheet, row, column, input: place?.input ?? '' };
    });
  }

  #window({ sheet, top, left, rows, columns }: CellWindow): CellWindow {
    const cells: Cell[] = [];
    for (let row = top; row < top + rows; row++) {
      for (let column = left; column < left + columns; column++) {
        const style = this.cells.get(`${sheet}:${row}:${column}`)?.style;
        const shown = this.#shown(sheet, row, column);
        if (shown.kind === 'empty' && style === undefined) continue;
        cells.push({ row, column, ...shown, ...(style === undefined ? {} : { style }) });
      }
    }
    const widths = Array.from({ length: columns }, (_, index) =>
      sheet === 0 && left + index === 1 ? 132 : null,
    );
    const heights = Array.from({ length: rows }, (_, index) =>
      sheet === 0 && top + index === 1 ? 30 : null,
    );
    return {
      revision: this.revision,
      sheet,
      top,
      left,
      rows,
      columns,
      cells,
      styles,
      columnWidths: widths,
      rowHeights: heights,
    };
  }

  #shown(sheet: number, row: number, column: number): { text: string; kind: Cell['kind'] } {
    const input = this.cells.get(`${sheet}:${row}:${column}`)?.input ?? '';
    if (sheet === 1 && input === '') {
      if (row > 100_000 || column > 10) return { text: '', kind: 'empty' };
      return { text: String(row * column), kind: 'number' };
    }
    const value = this.#value(sheet, row, column);
    if (value === '') return { text: '', kind: 'empty' };
    if (typeof value === 'number') {
      if (!Number.isFinite(value)) return { text: '#DIV/0!', kind: 'error' };
      const text = input.startsWith('=')
        ? value.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
        : String(value);
      return { text, kind: 'number' };
    }
    return { text: value, kind: value === 'TRUE' || value === 'FALSE' ? 'boolean' : 'text' };
  }

  #value(sheet: number, row: number, column: number): number | string {
    const input = this.cells.get(`${sheet}:${row}:${column}`)?.input ?? '';
    const product = /^=([A-Z])(\d+)\*([A-Z])?(\d+)$/.exec(input);
    const at = (letter: string, line: string) =>
      Number(this.#value(sheet, Number(line), letter.charCodeAt(0) - 64));
    if (product) {
      const [, letter, line, second, rest] = product;
      return at(letter!, line!) * (second ? at(second, rest!) : Number(rest));
    }
    const sum = /^=SUM\(([A-Z])(\d+):([A-Z])(\d+)\)$/.exec(input);
    if (sum) {
      let total = 0;
      for (let line = Number(sum[2]); line <= Number(sum[4]); line++) total += at(sum[1]!, String(line));
      return total;
    }
    if (input === '=1/0') return Number.POSITIVE_INFINITY;
    return input !== '' && Number.isFinite(Number(input)) ? Number(input) : input;
  }
}
