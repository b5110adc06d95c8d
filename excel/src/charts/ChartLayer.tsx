import { type Signal, signal } from '@preact/signals';
import { render } from 'preact';
import type { App } from '../app/app.js';
import type { Box } from '../grid/pane-boxes.js';
import type { ColumnType, RowType } from '../grid/panes.js';
import type { SheetGrid } from '../grid/revogrid.js';
import type { Chart, Picture } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { anchorOfBox, boxOfAnchor } from './anchor-box.js';
import { ChartCard } from './ChartCard.js';
import type { Dragged } from './card-drag.js';
import { PictureCard } from './PictureCard.js';

/** So far beyond the screen charts are drawn, so that they are there when they come into sight. */
const marginPx = 400;

interface Pane {
  readonly rowType: RowType;
  readonly columnType: ColumnType;
  /** In px of the screen from the sheet's first cell: what of the sheet the pane shows, and a margin. */
  readonly shows: Box;
  readonly origin: { readonly left: number; readonly top: number };
}

interface Placed {
  readonly chart: Chart;
  readonly box: Box;
}

interface PlacedPicture {
  readonly picture: Picture;
  readonly box: Box;
}

/** The charts and pictures of the shown sheet, in the panes that they reach into: they move with the cells. */
export class ChartLayer {
  readonly #app: App;
  readonly #session: WorkbookSession;
  readonly #grid: SheetGrid;
  readonly #elements = new Map<string, HTMLElement>();
  readonly #dragged: Signal<Dragged | null> = signal(null);
  readonly #unsubscribe: () => void;
  #placed: readonly Placed[] = [];
  #placedPictures: readonly PlacedPicture[] = [];
  #placedFor: readonly unknown[] = [];

  constructor(app: App, session: WorkbookSession, grid: SheetGrid) {
    this.#app = app;
    this.#session = session;
    this.#grid = grid;
    this.#unsubscribe = this.#dragged.subscribe(() => this.#elements.size > 0 && this.draw());
  }

  /** RevoGrid makes new panes when what is frozen changes: the layers follow. */
  draw(): void {
    const { charts } = this.#session;
    const dragged = this.#dragged.peek();
    const placed = this.#place().map(({ chart, box }) => ({
      chart,
      box,
      shown: dragged?.id === chart.id ? dragged.box : box,
    }));
    const near = new Set<string>();
    const parts: string[] = [];
    for (const pane of this.#panes()) {
      const layer = this.#grid.layerOf(pane);
      if (!layer) continue;
      const element = this.#elementIn(layer, pane);
      const cards = placed.flatMap(({ chart, box, shown }) => {
        const isFirst = holdsEnd(pane, box);
        const isNear = touches(shown, pane.shows);
        if (isNear) near.add(chart.id);
        if (!isFirst && !isNear) return [];
        return [this.#card({ chart, box, isFirst, isNear, origin: pane.origin })];
      });
      const pictures = this.#placedPictures.filter(({ box }) => touches(box, pane.shows));
      parts.push(...pictures.map(({ picture }) => picture.part));
      render([...pictures.flatMap((each) => this.#picture(each, pane)), ...cards], element);
    }
    void charts.pictures.load(parts);
    const drawn = placed.filter(({ chart }) => near.has(chart.id)).map(({ chart }) => chart.id);
    charts.values.show(drawn);
    const fresh = placed.find(({ chart }) => chart.id === charts.fresh);
    if (!fresh) return;
    charts.fresh = null;
    this.#grid.reveal(fresh.chart.anchor.to ?? fresh.chart.anchor.from, false);
  }

  end(): void {
    this.#unsubscribe();
    for (const element of this.#elements.values()) {
      render(null, element);
      element.remove();
    }
  }

  /** A sheet of thousands of heights is not summed up at each step of scrolling. */
  #place(): readonly Placed[] {
    const { sizes, sheet, charts } = this.#session;
    const { scale } = this.#grid;
    const known = [
      charts.list.peek(),
      charts.pictures.list.peek(),
      sheet.peek(),
      sizes,
      sizes.version,
      scale,
    ];
    if (known.some((one, index) => one !== this.#placedFor[index])) {
      this.#placedFor = known;
      this.#placed = charts
        .onSheet(sheet.peek())
        .map((chart) => ({ chart, box: boxOfAnchor(chart.anchor, sizes, scale) }));
      this.#placedPictures = charts.pictures
        .onSheet(sheet.peek())
        .map((picture) => ({ picture, box: boxOfAnchor(picture.anchor, sizes, scale) }));
    }
    return this.#placed;
  }

  #picture({ picture, box }: PlacedPicture, { origin }: Pane) {
    const address = this.#session.charts.pictures.loaded.peek().get(picture.part);
    if (!address) return [];
    return [<PictureCard key={picture.id} picture={picture} address={address} box={box} origin={origin} />];
  }

  #card(props: {
    readonly chart: Chart;
    readonly box: Box;
    readonly isFirst: boolean;
    readonly isNear: boolean;
    readonly origin: Pane['origin'];
  }) {
    const { sizes, charts } = this.#session;
    const { scale } = this.#grid;
    const { id, anchor } = props.chart;
    return (
      <ChartCard
        key={id}
        {...props}
        app={this.#app}
        session={this.#session}
        scale={scale}
        dragged={this.#dragged}
        onPlace={(box) => charts.change(id, { anchor: anchorOfBox(box, sizes, scale, anchor) })}
        onReveal={() => this.#grid.reveal(anchor.from, false)}
      />
    );
  }

  #elementIn(layer: HTMLElement, { rowType, columnType }: Pane): HTMLElement {
    const name = `${rowType} ${columnType}`;
    const element = this.#elements.get(name) ?? document.createElement('div');
    element.className = 'chart-layer';
    this.#elements.set(name, element);
    if (element.parentElement !== layer) layer.append(element);
    return element;
  }

  #panes(): Pane[] {
    const { sizes } = this.#session;
    const { shape, scale } = this.#grid;
    const { frozen } = shape;
    const seen = this.#grid.visibleArea();
    const left = sizes.leftOf(frozen.columns + 1, scale);
    const top = sizes.topOf(frozen.rows + 1, scale);
    const scrolledLeft = Math.max(left, sizes.leftOf(seen.left, scale) - marginPx);
    const scrolledTop = Math.max(top, sizes.topOf(seen.top, scale) - marginPx);
    const columns = [
      { columnType: 'colPinStart' as const, from: 0, start: 0, end: left },
      {
        columnType: 'rgCol' as const,
        from: left,
        start: scrolledLeft,
        end: sizes.leftOf(seen.right + 1, scale) + marginPx,
      },
    ];
    const rows = [
      { rowType: 'rowPinStart' as const, from: 0, start: 0, end: top },
      {
        rowType: 'rgRow' as const,
        from: top,
        start: scrolledTop,
        end: sizes.topOf(seen.bottom + 1, scale) + marginPx,
      },
    ];
    return rows.flatMap((row) =>
      columns.map((column) => ({
        rowType: row.rowType,
        columnType: column.columnType,
        origin: { left: column.from, top: row.from },
        shows: {
          left: column.start,
          top: row.start,
          width: column.end - column.start,
          height: row.end - row.start,
        },
      })),
    );
  }
}

function touches(a: Box, b: Box): boolean {
  return (
    a.left < b.left + b.width &&
    b.left < a.left + a.width &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  );
}

/** Most of a chart that begins in a frozen pane is where it ends. */
function holdsEnd({ rowType, columnType, origin, shows }: Pane, box: Box): boolean {
  const [right, bottom] = [box.left + box.width, box.top + box.height];
  const isHere = columnType === 'rgCol' ? right > origin.left : right <= shows.width;
  return isHere && (rowType === 'rgRow' ? bottom > origin.top : bottom <= shows.height);
}
