import type {
  CellRange,
  Chart,
  ChartChange,
  ChartData,
  ChartSeries,
  DrawnKind,
} from '../../src/service/api.js';
import type { FakeBook } from './fake-model.js';
import { rangeValues } from './fake-reads.js';

const palette = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#F0E442', '#7F7F7F'];
const axis = { title: '', min: null, max: null, reversed: false, shown: true };

export function setChart(book: FakeBook, id: string, change: ChartChange | null): void {
  const index = book.charts.findIndex((chart) => chart.id === id);
  if (!change) book.charts = book.charts.filter((chart) => chart.id !== id);
  else if (index >= 0) book.charts[index] = changed(book.charts[index]!, change);
  else book.charts.push(made(id, change as Required<ChartChange>));
}

function made(
  id: string,
  { kind, title, range, headerRow, headerColumn, anchor }: Required<ChartChange>,
): Chart {
  const chart: Chart = {
    id,
    source: 'here',
    sheet: range.sheet,
    name: '',
    kind,
    what: '',
    title,
    anchor,
    series: [],
    palette,
    legend: null,
    axes: [axis, axis, axis],
    selection: { range, headerRow, headerColumn },
  };
  return changed(chart, { kind });
}

function changed(chart: Chart, change: ChartChange): Chart {
  const next = { ...chart, ...change } as Chart;
  if (!chart.selection || !change.kind) return next;
  const series = seriesOf(change.kind, chart.selection);
  return { ...next, series, legend: series.length > 1 || change.kind === 'pie' ? 'bottom' : null };
}

/** Columns of the selection are series: enough for the fake's own sheets. */
function seriesOf(kind: DrawnKind, selection: NonNullable<Chart['selection']>): ChartSeries[] {
  const { range, headerRow, headerColumn } = selection;
  const top = range.top + (headerRow ? 1 : 0);
  const left = range.left + (headerColumn ? 1 : 0);
  const line = (column: number): CellRange => ({
    sheet: range.sheet,
    top,
    left: column,
    rows: range.top + range.rows - top,
    columns: 1,
  });
  return Array.from({ length: range.left + range.columns - left }, (_, index) => ({
    kind,
    name: headerRow ? [{ ...line(left + index), top: range.top, rows: 1 }] : [],
    categories: headerColumn ? [line(range.left)] : [],
    values: [line(left + index)],
    color: palette[index % palette.length]!,
    points: [],
    line: kind !== 'scatter',
    markers: true,
    smooth: false,
    grouping: 'none',
    secondary: false,
  }));
}

/** What the cells hold now. */
export function chartData(book: FakeBook, charts: readonly string[]): ChartData[] {
  const first = (range: CellRange | undefined) => (range ? rangeValues(book, range).texts[0]![0]! : '');
  return book.charts
    .filter(({ id }) => charts.includes(id))
    .map(({ id, title, series, kind }) => {
      const lines = series.map(({ name, values }) => ({
        name: first(name[0]),
        values: values.flatMap((range) =>
          rangeValues(book, range).values.flatMap((row) =>
            row.map((value) => (typeof value === 'number' ? value : null)),
          ),
        ),
      }));
      const points = Math.max(0, ...lines.map(({ values }) => values.length));
      const named = series[0]?.categories[0];
      const labels = named ? rangeValues(book, named).texts.map(([text]) => text!) : [];
      return {
        id,
        title: title || (lines.length === 1 ? lines[0]!.name : ''),
        labels: labels.length ? labels : Array.from({ length: points }, (_, index) => String(index + 1)),
        series: lines.map((line) => ({
          ...line,
          x: kind === 'scatter' ? line.values.map((_, index) => index + 1) : null,
        })),
        units: ['', ''] as const,
        points,
        drawn: points,
      };
    });
}
