import { type Signal, signal } from '@preact/signals';
import type { KeyedChange } from '../edits/edit-queue.js';
import type { CellRange, Chart, ChartChange } from '../service/api.js';
import type { Service } from '../service/service.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { anchorOfBox } from './anchor-box.js';
import { ChartValues } from './chart-values.js';
import { keepSame } from './keep-same.js';
import { changedChart, newChart } from './local-chart.js';
import { SessionPictures } from './session-pictures.js';

/** A new chart is so large, and so far from the last one. */
const newSize = { width: 480, height: 300 };
const cascadePx = 28;
const gapPx = 24;

/** The charts of one workbook: what is done to them is shown at once, and kept by the service's journal. */
export class SessionCharts {
  readonly list: Signal<readonly Chart[]> = signal([]);
  /** Sheets that are a chart and have no cells: there is nothing to show of them. */
  readonly chartSheets: Signal<readonly string[]> = signal([]);
  /** The chart whose settings are open. */
  readonly selected: Signal<string | null> = signal(null);
  readonly values: ChartValues;
  /** They stand among the charts. */
  readonly pictures: SessionPictures;
  /** A chart that has just been made, until it has been brought into sight. */
  fresh: string | null = null;
  readonly #session: WorkbookSession;
  readonly #service: Service;

  constructor(session: WorkbookSession, service: Service) {
    this.#session = session;
    this.#service = service;
    this.pictures = new SessionPictures(service, session.id);
    this.values = new ChartValues(service, session.id, () => session.info.peek().revision);
  }

  /** A service that has no charts leaves those that are here. */
  async read(): Promise<void> {
    const session = this.#session;
    void this.pictures.read();
    const answer = await this.#service.call('workbook/charts', { workbook: session.id }).catch(() => null);
    if (!answer || session.edits.isWaitingFor('setChart')) return;
    this.chartSheets.value = answer.chartSheets;
    const known = new Map(this.list.peek().map((chart) => [chart.id, chart]));
    this.list.value = answer.charts.map((chart) => keepSame(known.get(chart.id), chart));
    if (!answer.charts.some(({ id }) => id === this.selected.peek())) this.selected.value = null;
    this.values.restart();
  }

  onSheet(sheet: number): readonly Chart[] {
    return this.list.value.filter((chart) => chart.sheet === sheet);
  }

  /** The last row and column that a chart or a picture of the sheet needs. */
  reach(sheet: number): { row: number; column: number } {
    const corners = [...this.list.peek(), ...this.pictures.list.peek()]
      .filter((one) => one.sheet === sheet)
      .map(({ anchor }) => anchor.to ?? anchor.from);
    return {
      row: Math.max(0, ...corners.map(({ row }) => row)),
      column: Math.max(0, ...corners.map(({ column }) => column)),
    };
  }

  addFromSelection(): void {
    const session = this.#session;
    const range = cutToUsed(session.selectedRange(), session);
    const step = this.onSheet(range.sheet).filter(({ source }) => source === 'here').length * cascadePx;
    const { left, top } = placeBeside(range, session);
    const box = { left: left + step, top: top + step, ...newSize };
    const id = crypto.randomUUID();
    const chart = {
      kind: 'column' as const,
      title: '',
      range,
      ...guessHeaders(session, range),
      anchor: anchorOfBox(box, session.sizes, 1),
    };
    this.fresh = id;
    this.list.value = [...this.list.peek(), newChart(id, chart)];
    this.selected.value = id;
    session.edits.apply({ kind: 'setChart', id, chart });
  }

  change(id: string, change: ChartChange): void {
    this.list.value = this.list
      .peek()
      .map((chart) => (chart.id === id ? changedChart(chart, change) : chart));
    this.#session.edits.apply({ kind: 'setChart', id, chart: change });
  }

  remove(id: string): void {
    this.list.value = this.list.peek().filter((chart) => chart.id !== id);
    if (this.selected.peek() === id) this.selected.value = null;
    this.#session.edits.apply({ kind: 'setChart', id, chart: null });
  }

  /** A change has been acknowledged that may have changed charts, or brought them back. */
  changed(change: KeyedChange): void {
    if (change.kind !== 'set') void this.read();
  }
}

/** Beside what it is made of and below what is frozen, in CSS px at 100 %. */
function placeBeside({ top, left, columns }: CellRange, { sizes, sheetInfo }: WorkbookSession) {
  const firstRow = Math.max(top, sheetInfo.frozenRows + 1);
  return { left: sizes.leftOf(left + columns) + gapPx, top: sizes.topOf(firstRow) };
}

/** Whole columns and rows end where the sheet is used. */
function cutToUsed(range: CellRange, session: WorkbookSession): CellRange {
  const { rows, columns } = session.sheetInfo;
  return {
    ...range,
    rows: Math.max(1, Math.min(range.rows, rows - range.top + 1)),
    columns: Math.max(1, Math.min(range.columns, columns - range.left + 1)),
  };
}

/** Text in the first row or column above numbers is taken for names. */
function guessHeaders(session: WorkbookSession, { top, left, rows, columns }: CellRange) {
  const kindAt = (row: number, column: number) => session.cell(row, column).view?.kind ?? 'empty';
  const headerRow = rows > 1 && kindAt(top, left + columns - 1) === 'text';
  const headerColumn = columns > 1 && kindAt(top + rows - 1, left) === 'text';
  return { headerRow, headerColumn };
}
