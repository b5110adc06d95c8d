import type { BorderLine, CellRange, Chart, FilterChoice, FormatChange } from '../../src/service/api.js';

export type FakeFormat = Omit<FormatChange, 'borders'> & {
  readonly edges?: Partial<Record<'top' | 'right' | 'bottom' | 'left', BorderLine>>;
};

export interface FakeCell {
  readonly input: string;
  readonly format?: FakeFormat;
}

export interface FakeSheet {
  name: string;
  visible: boolean;
  color: string | null;
  frozenRows: number;
  frozenColumns: number;
  gridLines: boolean;
  /** By `row:column`. */
  cells: Map<string, FakeCell>;
  widths: Map<number, number>;
  heights: Map<number, number>;
  merges: CellRange[];
  filter: { range: CellRange; choices: readonly FilterChoice[] } | null;
  /** Cells beyond those typed: row × column, so many of them. */
  generated: { rows: number; columns: number };
}

export interface FakeBook {
  sheets: FakeSheet[];
  charts: Chart[];
}

export function newSheet(name: string): FakeSheet {
  return {
    name,
    visible: true,
    color: null,
    frozenRows: 0,
    frozenColumns: 0,
    gridLines: true,
    cells: new Map(),
    widths: new Map(),
    heights: new Map(),
    merges: [],
    filter: null,
    generated: { rows: 0, columns: 0 },
  };
}

export function cellAt(sheet: FakeSheet, row: number, column: number): FakeCell | undefined {
  return sheet.cells.get(`${row}:${column}`);
}

export function putCell(sheet: FakeSheet, row: number, column: number, change: Partial<FakeCell>): void {
  const cell = { input: '', ...cellAt(sheet, row, column), ...change };
  if (cell.input === '' && !cell.format) sheet.cells.delete(`${row}:${column}`);
  else sheet.cells.set(`${row}:${column}`, cell);
}

/** The cells of a sheet, with their places. */
export function placesOf(sheet: FakeSheet): { row: number; column: number; cell: FakeCell }[] {
  return [...sheet.cells].map(([place, cell]) => {
    const [row, column] = place.split(':').map(Number);
    return { row: row!, column: column!, cell };
  });
}

export function usedRange(sheet: FakeSheet): { rows: number; columns: number } {
  let { rows, columns } = sheet.generated;
  for (const { row, column, cell } of placesOf(sheet)) {
    if (cell.input === '') continue;
    rows = Math.max(rows, row);
    columns = Math.max(columns, column);
  }
  return { rows, columns };
}

/** The household budget that the pictures show. */
export function budget(): FakeBook {
  const sheet = newSheet('Budget');
  Object.assign(sheet, { color: '#1F9D63', frozenRows: 3, frozenColumns: 1 });
  sheet.widths.set(1, 132);
  sheet.heights.set(1, 30);
  const head = { bold: true, fill: '#E8F1EC', edges: { bottom: 'thin' } } as const;
  const sum = { bold: true, edges: { top: 'thin' } } as const;
  const money = { numberFormat: '#,##0.00' } as const;
  putCell(sheet, 1, 1, {
    input: 'Household budget 2026, all amounts in euro',
    format: { bold: true, fontSizePt: 14 },
  });
  ['Item', 'Amount', 'Times a year', 'Total', 'Note'].forEach((input, index) => {
    putCell(sheet, 3, index + 1, { input, format: head });
  });
  const names = [
    'Rent',
    'Electricity',
    'Internet',
    'Groceries',
    'Transport',
    'Insurance',
    '图书',
    'Holidays',
  ];
  names.forEach((input, index) => {
    const row = index + 4;
    putCell(sheet, row, 1, { input });
    putCell(sheet, row, 2, { input: String([940, 71.5, 39.9, 420, 86, 310, 25, 1800][index]) });
    putCell(sheet, row, 3, { input: String([12, 12, 12, 12, 12, 1, 12, 1][index]) });
    putCell(sheet, row, 4, { input: `=B${row}*C${row}`, format: money });
  });
  putCell(sheet, 6, 5, { input: 'a long note that runs over into the empty cells to its right' });
  putCell(sheet, 9, 5, { input: 'checked', format: { color: '#C00000' } });
  putCell(sheet, 12, 1, { input: 'Sum', format: sum });
  putCell(sheet, 12, 2, { format: sum });
  putCell(sheet, 12, 3, { format: sum });
  putCell(sheet, 12, 4, { input: '=SUM(D4:D11)', format: { ...sum, ...money } });
  putCell(sheet, 14, 1, { input: '=1/0', format: { fill: '#FFF2CC' } });
  putCell(sheet, 14, 2, { input: 'TRUE' });
  const long = newSheet('Long');
  long.generated = { rows: 100_000, columns: 10 };
  return { sheets: [sheet, long, newSheet('汇总')], charts: [] };
}
