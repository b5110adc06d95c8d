import type { Chart } from '../service/api.js';

export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

export interface ChartData {
  readonly labels: readonly string[];
  readonly series: readonly Series[];
}

type Value = number | string | boolean | null;

/** Columns are series, unless the range is wider than high, as in Excel. */
export function chartData(
  chart: Pick<Chart, 'headerRow' | 'headerColumn' | 'kind'>,
  values: readonly (readonly Value[])[],
  texts: readonly (readonly string[])[],
): ChartData {
  const top = chart.headerRow ? 1 : 0;
  const left = chart.headerColumn ? 1 : 0;
  const height = values.length - top;
  const width = Math.max(0, ...values.map(({ length }) => length)) - left;
  const byColumns = chart.kind === 'scatter' || height >= width;
  const [count, length] = byColumns ? [width, height] : [height, width];
  const value = (series: number, index: number) =>
    byColumns ? values[top + index]?.[left + series] : values[top + series]?.[left + index];
  const seriesName = (series: number) => {
    const name = byColumns
      ? chart.headerRow && texts[0]?.[left + series]
      : chart.headerColumn && texts[top + series]?.[0];
    return name || String(series + 1);
  };
  const label = (index: number) => {
    const text = byColumns
      ? chart.headerColumn && texts[top + index]?.[0]
      : chart.headerRow && texts[0]?.[left + index];
    return text || String(index + 1);
  };
  return {
    labels: Array.from({ length }, (_, index) => label(index)),
    series: Array.from({ length: count }, (_, series) => ({
      name: seriesName(series),
      values: Array.from({ length }, (_, index) => {
        const read = value(series, index);
        return typeof read === 'number' ? read : null;
      }),
    })),
  };
}

/** The first series gives the x of all others; a single one is drawn over its place. */
export function scatterPoints({ series }: ChartData): { name: string; points: { x: number; y: number }[] }[] {
  const [first, ...rest] = series;
  if (!first) return [];
  const lines = rest.length > 0 ? rest : [first];
  return lines.map(({ name, values }) => ({
    name,
    points: values.flatMap((y, index) => {
      const x = rest.length > 0 ? (first.values[index] ?? null) : index + 1;
      return x === null || y === null ? [] : [{ x, y }];
    }),
  }));
}
