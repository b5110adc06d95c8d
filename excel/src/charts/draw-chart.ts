import {
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
  type ChartConfiguration,
  Chart as ChartJs,
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
} from 'chart.js';
import type { Chart } from '../service/api.js';
import { type ChartData, scatterPoints } from './chart-data.js';

// Only what is drawn is in the bundle.
ChartJs.register(
  ArcElement,
  BarController,
  BarElement,
  CategoryScale,
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

/** Told apart by those who don't see all colours (Okabe and Ito). */
const palette = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#F0E442', '#7F7F7F'];

export interface ChartColors {
  readonly text: string;
  readonly line: string;
  readonly ground: string;
}

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
  const isPie = chart.kind === 'pie';
  const isScatter = chart.kind === 'scatter';
  const title = chart.title || (data.series.length === 1 ? data.series[0]!.name : '');
  const axis = {
    ticks: { color: colors.text },
    grid: { color: colors.line },
    border: { color: colors.line },
  };
  return {
    type: (
      { column: 'bar', bar: 'bar', line: 'line', area: 'line', pie: 'pie', scatter: 'scatter' } as const
    )[chart.kind],
    data: {
      labels: [...data.labels],
      datasets: isScatter ? scatterSets(data) : valueSets(chart, data, colors),
    } as ChartConfiguration['data'],
    options: {
      animation: false,
      maintainAspectRatio: false,
      responsive: true,
      indexAxis: chart.kind === 'bar' ? 'y' : 'x',
      color: colors.text,
      ...(isPie ? {} : { scales: { x: axis, y: axis } }),
      plugins: {
        title: {
          display: title !== '' && title !== '1',
          text: title,
          color: colors.text,
          font: { size: 14 },
        },
        legend: { display: isPie || data.series.length > 1, labels: { color: colors.text, boxWidth: 12 } },
      },
    },
  };
}

function valueSets({ kind }: Chart, { labels, series }: ChartData, colors: ChartColors) {
  // A pie has one series: the first.
  const shown = kind === 'pie' ? series.slice(0, 1) : series;
  return shown.map(({ name, values }, index) => {
    const color = palette[index % palette.length]!;
    return {
      label: name,
      data: [...values],
      backgroundColor:
        kind === 'pie'
          ? labels.map((_, part) => palette[part % palette.length]!)
          : kind === 'area'
            ? `${color}55`
            : color,
      borderColor: kind === 'pie' ? colors.ground : color,
      borderWidth: kind === 'line' || kind === 'area' ? 2 : 1,
      pointRadius: values.length > 60 ? 0 : 3,
      fill: kind === 'area',
    };
  });
}

function scatterSets(data: ChartData) {
  return scatterPoints(data).map(({ name, points }, index) => ({
    label: name,
    data: points,
    backgroundColor: palette[index % palette.length]!,
  }));
}
