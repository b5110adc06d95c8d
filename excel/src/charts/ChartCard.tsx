import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../app/app.js';
import { failureOf, isAway } from '../edits/edit-queue.js';
import type { Chart } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { Icon } from '../ui/icons.js';
import { chartData } from './chart-data.js';
import { useCardDrag } from './use-card-drag.js';

const kinds = ['column', 'bar', 'line', 'area', 'pie', 'scatter'] as const;

interface ChartCardProps {
  readonly app: App;
  readonly session: WorkbookSession;
  readonly chart: Chart;
  /** Of the zoom, and where the pane's first cell is, in CSS px at 100 %. */
  readonly scale: number;
  readonly origin: { readonly left: number; readonly top: number };
}

/** One chart over the sheet: it is drawn anew whenever the workbook has changed. */
export function ChartCard({ app, session, chart, scale, origin }: ChartCardProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const trouble = useSignal<string | null>(null);
  const { charts } = session;
  const isSelected = charts.selected.value === chart.id;
  const { box, onMove, onSize } = useCardDrag(chart, scale, (next) => charts.put({ ...chart, box: next }));
  const { revision } = session.info.value;
  const { range, kind, title, headerRow, headerColumn } = chart;
  useEffect(() => {
    let isCurrent = true;
    let clear = () => {};
    const draw = async () => {
      const [{ drawChart }, { values, texts: shown }] = await Promise.all([
        import('./draw-chart.js'),
        app.service.call('range/values', { workbook: session.id, range }),
      ]);
      if (!isCurrent) return;
      const style = getComputedStyle(canvas.current!);
      const colors = {
        text: style.getPropertyValue('--text').trim(),
        line: style.getPropertyValue('--line').trim(),
        ground: style.getPropertyValue('--raised').trim(),
      };
      clear = drawChart(canvas.current!, chart, chartData(chart, values, shown), colors);
      trouble.value = null;
    };
    draw().catch((error) => {
      const failure = failureOf(error);
      // While the backend is away the last picture stays.
      if (isCurrent && !isAway(failure))
        trouble.value = failure.code === 'UNKNOWN_METHOD' ? texts.notBuiltYet : failure.message;
    });
    return () => {
      isCurrent = false;
      clear();
    };
  }, [revision, JSON.stringify(range), kind, title, headerRow, headerColumn, scale]);
  const close = () => {
    charts.selected.value = null;
    app.focusSheet();
  };
  return (
    <figure
      class={isSelected ? 'chart-card selected' : 'chart-card'}
      aria-label={texts.chartOf(charts.nameOf(chart))}
      data-testid="chart"
      data-kind={kind}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a chart is selected by keyboard, as by a click
      tabIndex={0}
      style={{
        left: `${(box.left - origin.left) * scale}px`,
        top: `${(box.top - origin.top) * scale}px`,
        width: `${box.width * scale}px`,
        height: `${box.height * scale}px`,
      }}
      onPointerDown={(event) => {
        charts.selected.value = chart.id;
        onMove(event);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') close();
        if (event.target !== event.currentTarget) return;
        if (event.key === 'Enter') charts.selected.value = chart.id;
        if (event.key === 'Delete') {
          charts.remove(chart.id);
          app.focusSheet();
        }
      }}
    >
      <div class="chart-drawing">
        <canvas ref={canvas} role="img" aria-label={texts.chartOf(charts.nameOf(chart))} />
        {trouble.value && <p class="chart-trouble">{trouble.value}</p>}
      </div>
      {isSelected && session.info.value.readOnly === null && (
        <ChartTools session={session} chart={chart} onDone={() => app.focusSheet()} />
      )}
      <span class="chart-size" aria-hidden="true" onPointerDown={onSize} />
    </figure>
  );
}

interface ToolsProps {
  readonly session: WorkbookSession;
  readonly chart: Chart;
  readonly onDone: () => void;
}

function ChartTools({ session, chart, onDone }: ToolsProps) {
  const { charts } = session;
  return (
    <div
      class="chart-tools"
      role="toolbar"
      aria-label={texts.chart}
      onPointerDown={(event) => event.stopPropagation()}
    >
      <select
        class="tool-select"
        aria-label={texts.chartKind}
        data-testid="chart-kind"
        value={chart.kind}
        onChange={(event) => {
          const kind = kinds.find((one) => one === event.currentTarget.value);
          if (kind) charts.put({ ...chart, kind });
        }}
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {texts.chartKinds[kind]}
          </option>
        ))}
      </select>
      <input
        class="text-field"
        aria-label={texts.chartTitle}
        placeholder={texts.chartTitle}
        value={chart.title}
        onChange={(event) => charts.put({ ...chart, title: event.currentTarget.value })}
      />
      <button
        type="button"
        class="tool"
        aria-label={texts.chartRemove}
        title={texts.chartRemove}
        data-testid="chart-remove"
        onClick={() => {
          charts.remove(chart.id);
          onDone();
        }}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}
