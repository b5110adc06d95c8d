import type { Chart, ChartData, ChartSeries } from '../service/api.js';
import { texts } from '../texts/texts.js';

/** Above it points are not marked any more: a line says it. */
const maxMarked = 60;
const smoothTension = 0.35;

/** Chart.js' datasets of a chart. */
export function makeSets(chart: Chart, data: ChartData, { ground }: { readonly ground: string }) {
  const { kind } = chart;
  if (kind === 'pie' || kind === 'doughnut') return roundSets(chart, data, ground);
  const totals = percentTotals(chart, data);
  const sets = pairs(chart, data).map(({ series, name, values, x }, index) => {
    const shown =
      series.grouping === 'percent' ? values.map((value, at) => share(value, totals[at])) : values;
    return {
      label: name || texts.chartSeries(index + 1),
      data: x ? points(x, values) : [...shown],
      ...(series.secondary && kind !== 'bar' ? { yAxisID: 'y2' } : {}),
      ...lookOf(series, chart, index, values.length),
    };
  });
  return isUpward(chart) ? sets.reverse() : sets;
}

/** Of bars beside each other the first series is the lowest, and in the legend the first. */
export function isUpward({ kind, axes, series }: Chart): boolean {
  return kind === 'bar' && !axes[0].reversed && series.every(({ grouping }) => grouping === 'none');
}

/** The service's answer may be older than what the user has just changed. */
function pairs(chart: Chart, data: ChartData) {
  return data.series.flatMap((each, index) => {
    const series = chart.series[index];
    return series ? [{ series, ...each }] : [];
  });
}

function lookOf(series: ChartSeries, chart: Chart, index: number, count: number) {
  const { kind, color, grouping } = series;
  const isArea = kind === 'area';
  const isLined = kind === 'line' || isArea;
  const below = isArea && grouping !== 'none' && chart.series[index - 1]?.kind === 'area' ? '-1' : 'origin';
  const marked = kind === 'scatter' ? series.markers : series.markers && !isArea && count <= maxMarked;
  return {
    ...(kind === chart.kind ? {} : { type: kind === 'column' ? 'bar' : 'line' }),
    // Columns and lines over one another are stacks of their own.
    stack: grouping === 'none' ? `alone ${index}` : `${kind}${series.secondary}`,
    // Lines are over columns.
    order: kind === 'line' ? 0 : 1,
    backgroundColor: isArea ? `${color}${grouping === 'none' ? '59' : 'CC'}` : color,
    borderColor: color,
    borderWidth: isLined || kind === 'scatter' ? 2 : 0,
    pointRadius: marked ? 3 : 0,
    pointHoverRadius: 5,
    showLine: kind === 'scatter' ? series.line : isLined && series.line,
    tension: series.smooth ? smoothTension : 0,
    fill: isArea ? below : false,
  };
}

function points(x: readonly (number | null)[], values: readonly (number | null)[]) {
  return values.flatMap((y, index) => {
    const at = x[index] ?? null;
    return at === null || y === null ? [] : [{ x: at, y }];
  });
}

/** Of each point over all series that share their hundred per cent. */
function percentTotals(chart: Chart, data: ChartData): number[] {
  const totals: number[] = [];
  for (const { series, values } of pairs(chart, data)) {
    if (series.grouping !== 'percent') continue;
    values.forEach((value, index) => {
      totals[index] = (totals[index] ?? 0) + Math.abs(value ?? 0);
    });
  }
  return totals;
}

function share(value: number | null, total: number | undefined): number | null {
  return value === null || !total ? null : (100 * value) / total;
}

/** A pie has one series, a doughnut a ring for each. */
function roundSets(chart: Chart, data: ChartData, ground: string) {
  const shown = chart.kind === 'pie' ? pairs(chart, data).slice(0, 1) : pairs(chart, data);
  const { palette } = chart;
  return shown.map(({ series, name, values }, index) => ({
    label: name || texts.chartSeries(index + 1),
    data: values.map((value) => Math.abs(value ?? 0)),
    backgroundColor: values.map((_, part) => series.points[part] ?? palette[part % palette.length]!),
    borderColor: ground,
    borderWidth: values.length > maxMarked ? 0 : 1,
  }));
}
