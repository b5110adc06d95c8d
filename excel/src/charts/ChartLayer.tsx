import { render } from 'preact';
import type { App } from '../app/app.js';
import type { SheetGrid } from '../grid/revogrid.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { ChartCard } from './ChartCard.js';

/** The charts of the shown sheet, in the scrolling pane: they move with its cells. */
export class ChartLayer {
  readonly #app: App;
  readonly #session: WorkbookSession;
  readonly #grid: SheetGrid;
  readonly #element = document.createElement('div');

  constructor(app: App, session: WorkbookSession, grid: SheetGrid) {
    this.#app = app;
    this.#session = session;
    this.#grid = grid;
    this.#element.className = 'chart-layer';
  }

  /** RevoGrid makes new panes when what is frozen changes: the layer follows. */
  draw(): void {
    const session = this.#session;
    const sheet = session.sheet.peek();
    const charts = session.charts.list.peek().filter((chart) => chart.range.sheet === sheet);
    const layer = this.#grid.layerOf({ rowType: 'rgRow', columnType: 'rgCol' });
    if (layer && this.#element.parentElement !== layer) layer.append(this.#element);
    const { frozen } = this.#grid.shape;
    const origin = {
      left: session.sizes.leftOf(frozen.columns + 1),
      top: session.sizes.topOf(frozen.rows + 1),
    };
    const cards = charts.map((chart) => (
      <ChartCard
        key={chart.id}
        app={this.#app}
        session={session}
        chart={chart}
        scale={this.#grid.scale}
        origin={origin}
      />
    ));
    render(cards, this.#element);
  }

  end(): void {
    render(null, this.#element);
    this.#element.remove();
  }
}
