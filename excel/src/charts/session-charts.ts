import { type Signal, signal } from '@preact/signals';
import { nameArea } from '../cells/address.js';
import { areaOfRange } from '../cells/range.js';
import type { KeyedChange } from '../edits/edit-queue.js';
import type { CellRange, Chart } from '../service/api.js';
import type { Service } from '../service/service.js';
import type { WorkbookSession } from '../session/workbook-session.js';

/** A new chart is so large, and so far from the last one. */
const newBox = { width: 480, height: 300 };
const cascadePx = 28;
const gapPx = 24;

/** The charts of one workbook: shown at once, and kept by the service's journal. */
export class SessionCharts {
  readonly list: Signal<readonly Chart[]> = signal([]);
  /** The chart whose settings are open. */
  readonly selected: Signal<string | null> = signal(null);
  readonly #session: WorkbookSession;
  readonly #service: Service;

  constructor(session: WorkbookSession, service: Service) {
    this.#session = session;
    this.#service = service;
  }

  /** A service that has no charts leaves those that are here. */
  async read(): Promise<void> {
    const session = this.#session;
    const answer = await this.#service.call('workbook/charts', { workbook: session.id }).catch(() => null);
    if (answer && !session.edits.isWaitingFor('setChart')) this.list.value = answer.charts;
  }

  addFromSelection(): void {
    const session = this.#session;
    const range = cutToUsed(session.selectedRange(), session);
    const last = this.list.peek().filter((chart) => chart.range.sheet === range.sheet).length;
    const { left, top } = placeBeside(range, session);
    const chart: Chart = {
      id: crypto.randomUUID(),
      kind: 'column',
      title: '',
      range,
      ...guessHeaders(session, range),
      box: { left: left + last * cascadePx, top: top + last * cascadePx, ...newBox },
    };
    this.put(chart);
    this.selected.value = chart.id;
  }

  put(chart: Chart): void {
    const others = this.list.peek();
    const isKnown = others.some(({ id }) => id === chart.id);
    this.list.value = isKnown ? others.map((one) => (one.id === chart.id ? chart : one)) : [...others, chart];
    this.#session.edits.apply({ kind: 'setChart', id: chart.id, chart });
  }

  remove(id: string): void {
    this.list.value = this.list.peek().filter((chart) => chart.id !== id);
    if (this.selected.peek() === id) this.selected.value = null;
    this.#session.edits.apply({ kind: 'setChart', id, chart: null });
  }

  /** A change has been acknowledged that may have moved charts, or brought them back. */
  changed(change: KeyedChange): void {
    const isLocal =
      change.kind === 'set' || (change.kind === 'apply' && change.operation.kind === 'setChart');
    if (!isLocal) void this.read();
  }

  nameOf(chart: Chart): string {
    return chart.title || nameArea(areaOfRange(chart.range));
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
