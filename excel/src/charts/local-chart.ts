import type { Chart, ChartAxis, ChartChange } from '../service/api.js';

const plainAxis: ChartAxis = { title: '', min: null, max: null, reversed: false, shown: true };

/** A chart as it is shown until the service has answered: it has no series yet. */
export function newChart(id: string, change: Required<ChartChange>): Chart {
  const { kind, title, range, headerRow, headerColumn, anchor } = change;
  return {
    id,
    source: 'here',
    sheet: range.sheet,
    name: '',
    kind,
    what: '',
    title,
    anchor,
    series: [],
    palette: ['#7F7F7F'],
    legend: null,
    axes: [plainAxis, plainAxis, plainAxis],
    selection: { range, headerRow, headerColumn },
  };
}

/** With what the user has just changed; the service tells what else follows from it. */
export function changedChart(chart: Chart, { kind, title, anchor }: ChartChange): Chart {
  return {
    ...chart,
    ...(kind && { kind, series: chart.series.map((series) => ({ ...series, kind })) }),
    ...(title !== undefined && { title }),
    ...(anchor && { anchor }),
  };
}
