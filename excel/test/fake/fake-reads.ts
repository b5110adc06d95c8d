import { lastColumn, lastRow, parseArea } from '../../src/cells/address.js';
import type { CellPlace, CellRange, ServiceMethods } from '../../src/service/api.js';
import { cellAt, type FakeBook, usedRange } from './fake-model.js';
import { isMatch } from './fake-table.js';
import { shownAt } from './fake-values.js';

type Result<M extends keyof ServiceMethods> = ServiceMethods[M]['result'];

/** The rows and columns of a range that can hold something. */
function* linesOf(book: FakeBook, range: CellRange) {
  const sheet = book.sheets[range.sheet]!;
  const used = usedRange(sheet);
  const bottom = Math.min(range.top + range.rows - 1, used.rows);
  const right = Math.min(range.left + range.columns - 1, used.columns);
  for (let row = range.top; row <= bottom; row++) {
    const line = [];
    for (let column = range.left; column <= right; column++) line.push(shownAt(sheet, row, column));
    yield { row, line };
  }
}

export function rangeStats(book: FakeBook, ranges: readonly CellRange[]): Result<'range/stats'> {
  let count = 0;
  const numbers: number[] = [];
  for (const range of ranges) {
    for (const { line } of linesOf(book, range)) {
      for (const { kind, value } of line) {
        if (kind !== 'empty') count += 1;
        if (typeof value === 'number') numbers.push(value);
      }
    }
  }
  const sum = numbers.reduce((total, value) => total + value, 0);
  const has = numbers.length > 0;
  return {
    count,
    numbers: numbers.length,
    sum: has ? sum : null,
    average: has ? sum / numbers.length : null,
    min: has ? numbers.reduce((a, b) => Math.min(a, b)) : null,
    max: has ? numbers.reduce((a, b) => Math.max(a, b)) : null,
  };
}

export function rangeValues(book: FakeBook, range: CellRange): Result<'range/values'> {
  const lines = [...linesOf(book, range)];
  return {
    values: lines.map(({ line }) => line.map(({ value }) => value)),
    texts: lines.map(({ line }) => line.map(({ text }) => text)),
  };
}

export function copyRange(book: FakeBook, range: CellRange): Result<'range/copy'> {
  const { heights } = book.sheets[range.sheet]!;
  const shown = [...linesOf(book, range)].filter(({ row }) => heights.get(row) !== 0);
  const texts = shown.map(({ line }) => line.map(({ text }) => text));
  const cells = texts.map(
    (line) => `<tr>${line.map((text) => `<td>${escapeHtml(text)}</td>`).join('')}</tr>`,
  );
  return {
    tsv: texts.map((line) => line.join('\t')).join('\n'),
    html: `<table>${cells.join('')}</table>`,
  };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

export function distinctTexts(book: FakeBook, range: CellRange, column: number): Result<'range/distinct'> {
  const counts = new Map<string, number>();
  for (let row = range.top + 1; row < range.top + range.rows; row++) {
    const { text } = shownAt(book.sheets[range.sheet]!, row, column);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const texts = [...counts].map(([text, count]) => ({ text, count }));
  return { texts: texts.sort((a, b) => a.text.localeCompare(b.text)), more: false };
}

export function resolveRange(book: FakeBook, sheet: number, text: string): CellRange {
  const parts = /^(?:(?:'([^']+)'|([^!]+))!)?(.+)$/.exec(text.trim());
  const name = parts?.[1] ?? parts?.[2];
  const index = name === undefined ? sheet : book.sheets.findIndex((one) => one.name === name);
  const columns = /^\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})$/.exec(parts?.[3] ?? '');
  const rows = /^(\d+):(\d+)$/.exec(parts?.[3] ?? '');
  const area = columns
    ? parseArea(`${columns[1]}1:${columns[2]}${lastRow}`)
    : rows
      ? parseArea(`A${rows[1]}:XFD${rows[2]}`)
      : parseArea(parts?.[3] ?? '');
  if (!area || index < 0)
    throw { code: 'INVALID_PARAMS', message: `“${text}” is not a cell, a range or a name of this workbook.` };
  const { top, left, bottom, right } = area;
  return { sheet: index, top, left, rows: bottom - top + 1, columns: Math.min(right, lastColumn) - left + 1 };
}

export function findCells(
  book: FakeBook,
  { sheet, find, after, limit }: ServiceMethods['sheet/find']['params'],
): Result<'sheet/find'> {
  const found: { place: CellPlace; text: string }[] = [];
  book.sheets.forEach((one, index) => {
    if ((sheet !== null && sheet !== index) || one.generated.rows > 0) return;
    const { rows, columns } = usedRange(one);
    for (const { row, line } of linesOf(book, { sheet: index, top: 1, left: 1, rows, columns })) {
      line.forEach(({ text }, offset) => {
        const input = cellAt(one, row, offset + 1)?.input ?? '';
        const looked = find.inFormulas ? input : text;
        if (isMatch(looked, find))
          found.push({ place: { sheet: index, row, column: offset + 1 }, text: looked });
      });
    }
  });
  const isAfter = ({ place }: (typeof found)[number]) =>
    !after ||
    place.sheet > after.sheet ||
    (place.sheet === after.sheet &&
      (place.row > after.row || (place.row === after.row && place.column > after.column)));
  const turn = found.findIndex(isAfter);
  const matches = turn <= 0 ? found : [...found.slice(turn), ...found.slice(0, turn)];
  return { matches: matches.slice(0, limit), total: found.length };
}

export function edgeOf(
  book: FakeBook,
  { sheet, row, column }: CellPlace,
  direction: 'up' | 'down' | 'left' | 'right',
): CellPlace {
  const one = book.sheets[sheet]!;
  const step = direction === 'down' || direction === 'right' ? 1 : -1;
  const vertical = direction === 'up' || direction === 'down';
  const limit = step < 0 ? 1 : vertical ? lastRow : lastColumn;
  const used = usedRange(one);
  const end = step < 0 ? 1 : vertical ? used.rows : used.columns;
  const isFilled = (at: number) => shownAt(one, vertical ? at : row, vertical ? column : at).kind !== 'empty';
  let at = vertical ? row : column;
  const beyond = () => (step > 0 ? at > end : at < 1);
  const start = at;
  if (at !== limit) {
    at += step;
    if (isFilled(start) && !beyond() && isFilled(at)) {
      while (at !== limit && isFilled(at + step)) at += step;
    } else {
      while (!beyond() && !isFilled(at)) at += step;
      if (beyond()) at = limit;
    }
  }
  return { sheet, row: vertical ? at : row, column: vertical ? column : at };
}
