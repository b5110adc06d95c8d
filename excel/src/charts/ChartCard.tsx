import type { Signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from '../app/app.js';
import type { Box } from '../grid/pane-boxes.js';
import type { Chart } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { ChartDrawing } from './ChartDrawing.js';
import { ChartTools } from './ChartTools.js';
import { cardDrag, type Dragged } from './card-drag.js';
import { cardKeys } from './card-keys.js';

export interface ChartCardProps {
  readonly app: App;
  readonly session: WorkbookSession;
  readonly chart: Chart;
  /** Where it stands, in px of the screen from the sheet's first cell. */
  readonly box: Box;
  /** Where the pane begins. */
  readonly origin: { readonly left: number; readonly top: number };
  /** Of the zoom. */
  readonly scale: number;
  /** It may be seen; others are there for the keyboard, and drawn when it gets to them. */
  readonly isNear: boolean;
  /** In the pane in which it ends; what reaches into others is drawn there, too. */
  readonly isFirst: boolean;
  readonly dragged: Signal<Dragged | null>;
  readonly onPlace: (box: Box) => void;
  /** Its place is brought into sight. */
  readonly onReveal: () => void;
}

/** One chart over the sheet. */
export function ChartCard(props: ChartCardProps) {
  const { app, session, chart, box, origin, scale, isNear, isFirst, dragged, onPlace } = props;
  const figure = useRef<HTMLElement>(null);
  const { charts } = session;
  const isSelected = charts.selected.value === chart.id;
  const isEditable = session.info.value.readOnly === null;
  const drag = cardDrag({ id: chart.id, box, dragged, onEnd: onPlace });
  const shown = dragged.value?.id === chart.id ? dragged.value.box : box;
  const data = charts.values.known.value.get(chart.id) ?? null;
  const title = data?.title ?? chart.title;
  return (
    <figure
      ref={figure}
      class={isSelected ? 'chart-card selected' : 'chart-card'}
      aria-label={texts.chartOf(title || chart.name || texts.chart)}
      aria-hidden={!isFirst}
      data-testid={isFirst ? 'chart' : 'chart-part'}
      data-kind={chart.kind}
      data-chart={chart.id}
      data-source={chart.source}
      tabIndex={isFirst ? 0 : -1}
      style={{
        left: `${shown.left - origin.left}px`,
        top: `${shown.top - origin.top}px`,
        width: `${shown.width}px`,
        height: `${shown.height}px`,
      }}
      onFocus={(event) => event.target === event.currentTarget && props.onReveal()}
      onPointerDown={(event) => {
        charts.selected.value = chart.id;
        figure.current?.focus({ preventScroll: true });
        if (isEditable) drag.onMove(event);
        else event.stopPropagation();
      }}
      onKeyDown={(event) => cardKeys(event, { app, session, chart, isEditable, nudge: drag.nudge })}
      onKeyUp={drag.settle}
      onBlur={drag.settle}
    >
      {isNear && <ChartDrawing session={session} chart={chart} data={data} title={title} scale={scale} />}
      {isFirst && isSelected && isEditable && (
        <ChartTools app={app} session={session} chart={chart} left={Math.max(0, origin.left - shown.left)} />
      )}
      {isEditable && <span class="chart-size" aria-hidden="true" onPointerDown={drag.onSize} />}
    </figure>
  );
}
