import type { App } from '../app/app.js';
import type { Chart, DrawnKind } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { Icon } from '../ui/icons.js';

const kinds: readonly DrawnKind[] = ['column', 'bar', 'line', 'area', 'pie', 'doughnut', 'scatter'];

interface ToolsProps {
  readonly app: App;
  readonly session: WorkbookSession;
  readonly chart: Chart;
  /** So much of the chart's left side is in another pane. */
  readonly left: number;
}

/** The settings of the selected chart. One of another program keeps its kind and title. */
export function ChartTools({ app, session, chart, left }: ToolsProps) {
  const { charts } = session;
  return (
    <div
      class="chart-tools"
      role="toolbar"
      aria-label={texts.chart}
      style={{ left: `${left - 1}px` }}
      onPointerDown={(event) => event.stopPropagation()}
    >
      {chart.selection ? (
        <KindAndTitle session={session} chart={chart} />
      ) : (
        <span class="chart-note">{texts.chartForeign}</span>
      )}
      <button
        type="button"
        class="tool"
        aria-label={texts.chartRemove}
        title={texts.chartRemove}
        data-testid="chart-remove"
        onClick={() => {
          charts.remove(chart.id);
          app.focusSheet();
        }}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

function KindAndTitle({ session: { charts }, chart }: Pick<ToolsProps, 'session' | 'chart'>) {
  return (
    <>
      <select
        class="tool-select"
        aria-label={texts.chartKind}
        data-testid="chart-kind"
        value={chart.kind}
        onChange={(event) => {
          const kind = kinds.find((one) => one === event.currentTarget.value);
          if (kind) charts.change(chart.id, { kind });
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
        data-testid="chart-title"
        maxLength={255}
        value={chart.title}
        onChange={(event) => charts.change(chart.id, { title: event.currentTarget.value })}
      />
    </>
  );
}
