import type { CellRange, Chart, ChartCorner } from '../../src/service/api.js';
import { type FakeBook, type FakeSheet, placesOf } from './fake-model.js';
import { followStructure, moveIndex } from './fake-references.js';

/** Inserts (`count` > 0) or deletes rows or columns; cells, formulas, sizes, merges and charts follow. */
export function moveSheetLines(
  book: FakeBook,
  sheet: FakeSheet,
  by: 'row' | 'column',
  at: number,
  count: number,
): void {
  const places = placesOf(sheet);
  sheet.cells = new Map();
  for (const { row, column, cell } of places) {
    const index = moveIndex(by === 'row' ? row : column, at, count);
    if (index === null) continue;
    const place = by === 'row' ? `${index}:${column}` : `${row}:${index}`;
    sheet.cells.set(place, { ...cell, input: followStructure(cell.input, by, at, count) });
  }
  const sizes = by === 'row' ? 'heights' : 'widths';
  sheet[sizes] = new Map(
    [...sheet[sizes]].flatMap(([index, size]) => {
      const moved = moveIndex(index, at, count);
      return moved === null ? [] : [[moved, size] as [number, number]];
    }),
  );
  const follow = (range: CellRange) => moveRange(range, by, at, count);
  sheet.merges = sheet.merges.flatMap((range) => follow(range) ?? []);
  const index = book.sheets.indexOf(sheet);
  book.charts = book.charts.map((chart) => (chart.sheet === index ? moveChart(chart, by, at, count) : chart));
}

/** Its place and what it is made of; what is deleted of it is not the fake's business. */
function moveChart(chart: Chart, by: 'row' | 'column', at: number, count: number): Chart {
  const corner = (one: ChartCorner) => ({ ...one, [by]: moveIndex(one[by], at, count) ?? at });
  const follow = (ranges: readonly CellRange[]) =>
    ranges.flatMap((range) => moveRange(range, by, at, count) ?? []);
  const { anchor, selection } = chart;
  const range = selection && moveRange(selection.range, by, at, count);
  return {
    ...chart,
    anchor: anchor.to
      ? { from: corner(anchor.from), to: corner(anchor.to) }
      : { ...anchor, from: corner(anchor.from) },
    selection: selection && range && { ...selection, range },
    series: chart.series.map((series) => ({
      ...series,
      name: follow(series.name),
      categories: follow(series.categories),
      values: follow(series.values),
    })),
  };
}

function moveRange(range: CellRange, by: 'row' | 'column', at: number, count: number): CellRange | null {
  const [first, size] = by === 'row' ? [range.top, range.rows] : [range.left, range.columns];
  const kept = Array.from({ length: size }, (_, offset) => moveIndex(first + offset, at, count)).filter(
    (index) => index !== null,
  );
  if (kept.length === 0) return null;
  const [start, length] = [kept[0]!, kept.at(-1)! - kept[0]! + 1];
  return by === 'row' ? { ...range, top: start, rows: length } : { ...range, left: start, columns: length };
}
