import type { Cell, CellStyle, CellWindow } from '../../src/service/api.js';
import { cellAt, type FakeBook, type FakeFormat } from './fake-model.js';
import { touches } from './fake-ranges.js';
import { shownAt } from './fake-values.js';

type Asked = Pick<CellWindow, 'sheet' | 'top' | 'left' | 'rows' | 'columns'>;

export function windowOf(book: FakeBook, revision: number, asked: Asked): CellWindow {
  const sheet = book.sheets[asked.sheet];
  if (!sheet) throw { code: 'UNKNOWN_SHEET', message: `There is no sheet ${asked.sheet + 1}.` };
  const { top, left, rows, columns } = asked;
  const cells: Cell[] = [];
  const styles = new Map<string, number>();
  for (let row = top; row < top + rows; row++) {
    for (let column = left; column < left + columns; column++) {
      const { text, kind } = shownAt(sheet, row, column);
      const format = cellAt(sheet, row, column)?.format;
      if (kind === 'empty' && !format) continue;
      const style = format && JSON.stringify(styleOf(format));
      if (style && !styles.has(style)) styles.set(style, styles.size);
      cells.push({ row, column, text, kind, ...(style ? { style: styles.get(style)! } : {}) });
    }
  }
  const line = (sizes: Map<number, number>, first: number, count: number) =>
    Array.from({ length: count }, (_, offset) => sizes.get(first + offset) ?? null);
  const merges = sheet.merges.filter((range) => touches(range, asked));
  return {
    revision,
    sheet: asked.sheet,
    top,
    left,
    rows,
    columns,
    cells,
    styles: [...styles.keys()].map((style) => JSON.parse(style) as CellStyle),
    columnWidths: line(sheet.widths, left, columns),
    rowHeights: line(sheet.heights, top, rows),
    ...(merges.length ? { merges } : {}),
    ...(sheet.filter ? { filter: sheet.filter } : {}),
  };
}

function styleOf(format: FakeFormat): CellStyle {
  const bits = { top: 1, right: 2, bottom: 4, left: 8 } as const;
  let borders = 0;
  for (const [edge, bit] of Object.entries(bits)) {
    const line = format.edges?.[edge as keyof typeof bits] ?? 'none';
    if (line !== 'none') borders |= bit;
  }
  return {
    ...(format.bold && { bold: true }),
    ...(format.italic && { italic: true }),
    ...(format.underline && { underline: true }),
    ...(format.strike && { strike: true }),
    ...(format.color && { color: format.color }),
    ...(format.fill && { fill: format.fill }),
    ...(format.fontSizePt && { fontSizePt: format.fontSizePt }),
    ...(format.align && format.align !== 'general' && { align: format.align }),
    ...(format.verticalAlign && { verticalAlign: format.verticalAlign }),
    ...(format.wrap && { wrap: true }),
    ...(borders && { borders }),
  };
}
