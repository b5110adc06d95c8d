import { signal, useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Chart, ChartData } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { Icon } from '../ui/icons.js';
import { describeChart, kindName } from './describe-chart.js';

interface DrawingProps {
  readonly session: WorkbookSession;
  readonly chart: Chart;
  readonly data: ChartData | null;
  readonly title: string;
  readonly scale: number;
}

const darkScheme = matchMedia('(prefers-color-scheme: dark)');
const isDark = signal(darkScheme.matches);
darkScheme.addEventListener('change', ({ matches }) => {
  isDark.value = matches;
});

/** The picture of a chart, or what there is to say of one that can't be drawn. */
export function ChartDrawing(props: DrawingProps) {
  const { session, chart, data, title, scale } = props;
  const { failure } = session.charts.values;
  if (chart.kind === 'other') return <OtherChart chart={chart} title={title} scale={scale} />;
  const isCut = data !== null && data.drawn < data.points;
  return (
    <>
      <div class="chart-drawing">
        <Canvas {...props} />
        {failure.value && <p class="chart-trouble">{failure.value.message}</p>}
      </div>
      {isCut && <figcaption class="chart-cut">{texts.chartCut(data.drawn, data.points)}</figcaption>}
    </>
  );
}

function Canvas({ session, chart, data, title, scale }: DrawingProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDrawn = useSignal(false);
  // Where it stands does not change how it looks.
  const look = useMemo(() => JSON.stringify({ ...chart, anchor: null }), [chart]);
  useEffect(() => {
    if (!data) return;
    let isCurrent = true;
    let clear = () => {};
    void import('./draw-chart.js').then(({ drawChart }) => {
      if (!isCurrent || !canvas.current) return;
      const style = getComputedStyle(canvas.current);
      const read = (name: string) => style.getPropertyValue(name).trim();
      clear = drawChart(canvas.current, chart, data, {
        text: read('--text'),
        line: read('--line'),
        ground: read('--raised'),
        font: style.fontFamily,
        scale,
      });
      isDrawn.value = true;
    });
    return () => {
      isCurrent = false;
      clear();
    };
  }, [data, look, scale, isDark.value]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={describeChart(chart, title, session.info.value.sheets)}
      data-drawn={isDrawn.value}
    />
  );
}

function OtherChart({ chart, title, scale }: Pick<DrawingProps, 'chart' | 'title' | 'scale'>) {
  return (
    <div class="chart-other" style={{ fontSize: `${13 * scale}px` }}>
      <Icon name="chart" />
      {title && <strong>{title}</strong>}
      <span>{texts.chartNotDrawn(kindName(chart))}</span>
    </div>
  );
}
