import * as echarts from 'echarts';

const size = { width: 720, height: 320 };
// Readable on a light and on a dark page.
const text = '#7a7a7a';

/** A bar for each row, as SVG. `log`: a logarithmic axis, where the systems are orders of magnitude apart. */
export function drawBars(title, rows, value, { unit, log = false }) {
  return draw({
    title: { text: title, textStyle: { color: text, fontSize: 14 } },
    grid: { left: 12, right: 90, top: 50, bottom: 40, containLabel: true },
    xAxis: {
      type: log ? 'log' : 'value',
      name: unit,
      axisLabel: { color: text },
      nameTextStyle: { color: text },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: rows.map(({ system }) => system),
      axisLabel: { color: text },
    },
    series: [
      {
        type: 'bar',
        data: rows.map((row) => ({
          value: round(value(row)),
          itemStyle: { color: row.system.startsWith('Lifebound') ? '#2f7d5b' : '#9aa5b1' },
        })),
        label: { show: true, position: 'right', color: text },
      },
    ],
  });
}

/** A line for each of `values` over the rows, as SVG. */
export function drawLines(title, rows, x, values, unit) {
  return draw({
    title: { text: title, textStyle: { color: text, fontSize: 14 } },
    legend: { top: 40, textStyle: { color: text } },
    grid: { left: 70, right: 80, top: 80, bottom: 40 },
    xAxis: { type: 'value', name: unit, axisLabel: { color: text } },
    yAxis: { type: 'value', axisLabel: { color: text } },
    series: Object.entries(values).map(([name, value]) => ({
      name,
      type: 'line',
      showSymbol: false,
      data: rows.map((row) => [x(row), round(value(row))]),
    })),
  });
}

function draw(option) {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, ...size });
  chart.setOption({ animation: false, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

export const round = (number) => Number(number.toPrecision(3));
