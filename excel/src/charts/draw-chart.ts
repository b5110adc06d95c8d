import {
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  type ChartConfiguration,
  Chart as ChartJs,
  DoughnutController,
  Filler,
  Legend,
  type LegendItem,
  LinearScale,
  LineController,
  LineElement,
  PieController,
  PointElement,
  ScatterController,
  Title,
  Tooltip,
} from 'chart.js';
import type { Chart, ChartAxis, ChartData } from '../service/api.js';
import { language } from '../texts/texts.js';
import { isUpward, makeSets } from './chart-sets.js';

// Only what is drawn is in the bundle.
ChartJs.register(
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  DoughnutController,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PieController,
  PointElement,
  ScatterController,
  Title,
  Tooltip,
);

export interface ChartColors {
  readonly text: string;
  readonly line: string;
  readonly ground: string;
  readonly font: string;
  /** Of the zoom. */
  readonly scale: number;
}

const types = {
  column: 'bar',
  bar: 'bar',
  line: 'line',
  area: 'line',
  pie: 'pie',
  doughnut: 'doughnut',
  scatter: 'scatter',
} as const;

/** Draws into a canvas. @returns what takes it away again */
export function drawChart(
  canvas: HTMLCanvasElement,
  chart: Chart,
  data: ChartData,
  colors: ChartColors,
): () => void {
  const drawn = new ChartJs(canvas, configure(chart, data, colors));
  return () => drawn.destroy();
}

function configure(chart: Chart, data: ChartData, colors: ChartColors): ChartConfiguration {
  const { kind } = chart;
  const isRound = kind === 'pie' || kind === 'doughnut';
  const font = fontOf(colors);
  return {
    type: types[kind === 'other' ? 'column' : kind],
    data: {
      labels: [...data.labels],
      datasets: makeSets(chart, data, colors),
    } as ChartConfiguration['data'],
    options: {
      animation: false,
      maintainAspectRatio: false,
      responsive: true,
      indexAxis: kind === 'bar' ? 'y' : 'x',
      color: colors.text,
      font,
      ...(isRound ? {} : { scales: makeScales(chart, data, colors) }),
      plugins: {
        title: {
          display: data.title !== '',
          text: data.title.split('\n'),
          color: colors.text,
          font: { ...font, size: 14 * colors.scale, weight: 'bold' },
        },
        legend: {
          display: chart.legend !== null && data.series.length > 0,
          reverse: isUpward(chart),
          position: chart.legend ?? 'bottom',
          labels: {
            color: colors.text,
            font,
            boxWidth: 12 * colors.scale,
            // Lines are drawn over columns, and named where they stand in the chart.
            sort: (a: LegendItem, b: LegendItem) => (a.datasetIndex ?? 0) - (b.datasetIndex ?? 0),
          },
        },
      },
    } as ChartConfiguration['options'],
  };
}

function withUnit(value: number, unit: string | null): string {
  // Of a stack that is a hundred per cent the values are percents already.
  if (unit === null) return `${value}%`;
  const number = (unit === '%' ? value * 100 : value).toLocaleString(language, { maximumFractionDigits: 10 });
  if (unit.endsWith(' ')) return value < 0 ? `-${unit.trim()}${number.slice(1)}` : unit.trim() + number;
  return number + unit;
}

/** As in Excel: an axis begins at zero, unless all values are within a sixth of the largest. */
function isFarFromEven(values: readonly (number | null)[]): boolean {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low > Math.max(Math.abs(low), Math.abs(high)) / 6;
}

function fontOf({ font, scale }: ChartColors) {
  return { family: font, size: 12 * scale };
}

function makeScales({ kind, series, axes }: Chart, data: ChartData, colors: ChartColors) {
  const [categories, values, second] = axes;
  const font = fontOf(colors);
  const common = (axis: ChartAxis) => ({
    display: axis.shown,
    ticks: { color: colors.text, font },
    border: { color: colors.line },
    title: { display: axis.title !== '', text: axis.title, color: colors.text, font },
    reverse: axis.reversed,
  });
  const isStacked = series.some(({ grouping }) => grouping !== 'none');
  const isPercent = series.some(({ grouping }) => grouping === 'percent');
  const valueScale = (axis: ChartAxis, shown: readonly (number | null)[], unit: string | null = '') => ({
    ...common(axis),
    ticks: { color: colors.text, font, callback: (value: number | string) => withUnit(Number(value), unit) },
    type: 'linear',
    beginAtZero: isFarFromEven(shown),
    stacked: isStacked,
    ...(isPercent ? { max: 100 } : {}),
    ...(axis.min === null ? {} : { min: axis.min }),
    ...(axis.max === null ? {} : { max: axis.max }),
  });
  const grid = { color: colors.line };
  const isScatter = kind === 'scatter';
  const across = isScatter
    ? {
        ...valueScale(
          categories,
          data.series.flatMap(({ x }) => x ?? []),
        ),
        grid,
      }
    : {
        ...common(categories),
        type: 'category',
        stacked: isStacked,
        grid: { display: false },
        // Points stand in the middle of their category, but an area fills all of the width.
        offset: kind !== 'area',
        // The first bar is the lowest.
        reverse: kind === 'bar' ? !categories.reversed : categories.reversed,
      };
  const drawn = data.series.flatMap((each) => each.values);
  const up = { ...valueScale(values, drawn, isPercent ? null : data.units[0]), grid };
  const secondScale = series.some(({ secondary }) => secondary)
    ? { y2: { ...valueScale(second, drawn, data.units[1]), position: 'right', grid: { display: false } } }
    : {};
  return kind === 'bar' ? { x: up, y: across } : { x: across, y: up, ...secondScale };
}
