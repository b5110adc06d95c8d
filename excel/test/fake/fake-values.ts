import { parseCell } from '../../src/cells/address.js';
import type { CellKind } from '../../src/service/api.js';
import { cellAt, type FakeSheet } from './fake-model.js';

export interface ShownValue {
  readonly text: string;
  readonly kind: CellKind;
  readonly value: number | string | boolean | null;
}

/** `SUM`, sums and products of two cells or numbers: enough to see that a change has been computed. */
function compute(sheet: FakeSheet, input: string, depth: number): number | string {
  const term = (text: string) => {
    const cell = parseCell(text);
    return cell ? numberAt(sheet, cell.row, cell.column, depth + 1) : Number(text);
  };
  const two = /^=([\w$.]+)([*+/-])([\w$.]+)$/.exec(input);
  if (two) {
    const [left, right] = [term(two[1]!), term(two[3]!)];
    const result = { '*': left * right, '+': left + right, '-': left - right, '/': left / right }[two[2]!]!;
    return Number.isFinite(result) ? result : '#DIV/0!';
  }
  const sum = /^=SUM\(([A-Z]+\d+):([A-Z]+\d+)\)$/.exec(input);
  const [from, to] = [sum && parseCell(sum[1]!), sum && parseCell(sum[2]!)];
  if (from && to) {
    let total = 0;
    for (let row = from.row; row <= to.row; row++)
      for (let column = from.column; column <= to.column; column++)
        total += numberAt(sheet, row, column, depth + 1);
    return total;
  }
  return input.includes('#REF!') ? '#REF!' : '#NAME?';
}

function numberAt(sheet: FakeSheet, row: number, column: number, depth: number): number {
  const value = valueAt(sheet, row, column, depth);
  return typeof value === 'number' ? value : 0;
}

function valueAt(sheet: FakeSheet, row: number, column: number, depth = 0): number | string | boolean {
  const input = cellAt(sheet, row, column)?.input ?? '';
  if (depth > 50) return '#REF!';
  if (input.startsWith('=')) return compute(sheet, input, depth);
  if (input === '' && row <= sheet.generated.rows && column <= sheet.generated.columns) return row * column;
  if (input === 'TRUE' || input === 'FALSE') return input === 'TRUE';
  return input !== '' && Number.isFinite(Number(input)) ? Number(input) : input.replace(/^'/, '');
}

export function shownAt(sheet: FakeSheet, row: number, column: number): ShownValue {
  const value = valueAt(sheet, row, column);
  const format = cellAt(sheet, row, column)?.format?.numberFormat;
  if (value === '') return { text: '', kind: 'empty', value: null };
  if (typeof value === 'boolean') return { text: value ? 'TRUE' : 'FALSE', kind: 'boolean', value };
  if (typeof value === 'string')
    return value.startsWith('#')
      ? { text: value, kind: 'error', value: null }
      : { text: value, kind: 'text', value };
  return { text: showNumber(value, format), kind: 'number', value };
}

function showNumber(value: number, format: string | undefined): string {
  if (!format || format === 'General' || format === '@') return String(value);
  if (/[ymd]/.test(format)) {
    // Excel counts days from 1899-12-30.
    const date = new Date(Date.UTC(1899, 11, 30) + value * 86_400_000).toISOString();
    return format.includes('h') ? date.slice(11, 16) : date.slice(0, 10);
  }
  const digits = /\.(0+)/.exec(format)?.[1]?.length ?? 0;
  const options = {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: format.includes(','),
  };
  if (format.includes('%')) return `${(value * 100).toLocaleString('en', options)}%`;
  const sign = /[€$¥£]/.exec(format)?.[0] ?? '';
  return sign + value.toLocaleString('en', options);
}
