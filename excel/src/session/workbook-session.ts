import { type Signal, signal } from '@preact/signals';
import { SessionAttached } from '../attached/session-attached.js';
import type { Area, Position } from '../cells/address.js';
import { BlockCache, type CellView } from '../cells/block-cache.js';
import { areaOfRange, rangeOf } from '../cells/range.js';
import { SessionCharts } from '../charts/session-charts.js';
import { type Failure, failureOf, isAway, type KeyedChange } from '../edits/edit-queue.js';
import { followSheet } from '../edits/follow-structure.js';
import type { SheetSizes } from '../grid/sheet-sizes.js';
import { areasOf } from '../selection/areas.js';
import { areaOf, firstCell, type Selection, select } from '../selection/selection.js';
import type {
  CellEdit,
  CellRange,
  CellWindow,
  Changed,
  Operation,
  SeveralOperation,
  SheetInfo,
  WorkbookInfo,
} from '../service/api.js';
import type { Service } from '../service/service.js';
import { CellReader } from './cell-reader.js';
import type { Merges } from './merges.js';
import { SessionEdits } from './session-edits.js';
import { SheetStates } from './sheet-states.js';

export interface SessionEvents {
  /** A change was refused: its cells are back to what they were. */
  readonly onRefused: (change: KeyedChange, failure: Failure) => void;
  /** An operation has been done; for what is worth a word. */
  readonly onDone?: (operation: Operation, answer: Changed) => void;
  /** Reading failed for another reason than that the backend is away. */
  readonly onFailure: (failure: Failure) => void;
}

/** What a cell shows: the service's text, or what was typed and is on its way. */
export interface ShownCell {
  readonly text: string;
  readonly view: CellView | null;
  readonly pending: boolean;
}

/** One open workbook as the UI sees it: what it is, what is shown of it, and what is on its way to the service. */
export class WorkbookSession {
  readonly info: Signal<WorkbookInfo>;
  readonly sheet: Signal<number>;
  readonly selection: Signal<Selection> = signal(firstCell);
  /** Grows whenever a cell may look different. */
  readonly painted = signal(0);
  readonly window: Signal<CellWindow | null> = signal(null);
  readonly states = new SheetStates();
  readonly edits: SessionEdits;
  readonly charts: SessionCharts;
  readonly attached: SessionAttached;
  readonly reader: CellReader;
  readonly #service: Service;
  readonly #events: SessionEvents;
  readonly #cache: BlockCache;
  /** What was selected when a change was asked for, by the change's key. */
  readonly #selectedAt = new Map<string, Selection>();

  constructor(service: Service, info: WorkbookInfo, events: SessionEvents) {
    this.#service = service;
    this.#events = events;
    this.info = signal(info);
    this.sheet = signal(info.sheets.find((sheet) => sheet.visible)?.index ?? 0);
    this.#cache = new BlockCache({
      fetch: (request) => service.call('sheet/window', { workbook: this.id, ...request }),
      onWindow: (window, area) => this.#shown(window, area),
      onFailure: (error) => this.#readFailed(error),
    });
    this.#cache.changedTo(info.revision);
    this.reader = new CellReader(service, info.id, () => this.sheet.peek());
    this.charts = new SessionCharts(this, service);
    this.attached = new SessionAttached(service, info.id);
    this.edits = new SessionEdits(service, info.id, {
      onTaken: ({ key }) => this.#selectedAt.set(key, this.selection.peek()),
      onAcknowledged: (change, answer) => this.#acknowledged(change, answer),
      onRefused: (change, failure) => {
        this.#selectedAt.delete(change.key);
        this.painted.value += 1;
        events.onRefused(change, failure);
      },
      onShown: () => {
        this.painted.value += 1;
      },
    });
  }

  get unacknowledged(): Signal<number> {
    return this.edits.unacknowledged;
  }

  get merges(): Merges {
    return this.states.merges;
  }

  get filter(): SheetStates['filter'] {
    return this.states.filter;
  }

  get id(): string {
    return this.info.peek().id;
  }

  get sheetInfo(): SheetInfo {
    const { sheets } = this.info.value;
    return sheets[this.sheet.value] ?? sheets[0]!;
  }

  /** Widths and heights of the shown sheet. */
  get sizes(): SheetSizes {
    return this.states.sizes(this.sheet.peek());
  }

  /** Of the area with the active cell. */
  selectedRange(): CellRange {
    return rangeOf(this.sheet.peek(), areaOf(this.selection.peek()));
  }

  /** Of all that is selected. */
  selectedRanges(): CellRange[] {
    return areasOf(this.selection.peek()).map((area) => rangeOf(this.sheet.peek(), area));
  }

  /** One operation, or one for each selected area as one step for undo. `null`: nothing is to be done with it. */
  applyToSelected(make: (range: CellRange) => SeveralOperation | null): void {
    const operations = this.selectedRanges().flatMap((range) => make(range) ?? []);
    if (operations.length === 1) this.edits.apply(operations[0]!);
    else if (operations.length > 1) this.edits.apply({ kind: 'several', operations });
  }

  /** How many of the area's cells may show something, counted up to `most`: one that has not been read may. */
  countFilled(area: Area, most: number): number {
    const { rows, columns } = this.sheetInfo;
    let count = 0;
    for (let row = area.top; row <= Math.min(area.bottom, rows) && count < most; row++) {
      for (let column = area.left; column <= Math.min(area.right, columns) && count < most; column++)
        if (!this.isRead(row, column) || this.cell(row, column).text !== '') count += 1;
    }
    return count;
  }

  cell(row: number, column: number): ShownCell {
    const sheet = this.sheet.peek();
    const view = this.#cache.cell(sheet, row, column) ?? null;
    const typed = this.edits.pending.get(sheet, row, column);
    if (!typed) return { text: view?.text ?? '', view, pending: false };
    return { text: typed.input.replace(/^'/, ''), view, pending: !typed.acknowledged };
  }

  isRead(row: number, column: number): boolean {
    return this.#cache.cell(this.sheet.peek(), row, column) !== undefined;
  }

  /** What the formula bar shows: what was typed last, or the service's answer. */
  async readInput({ row, column }: Position): Promise<string> {
    const sheet = this.sheet.peek();
    const typed = this.edits.pending.get(sheet, row, column);
    if (typed) return typed.input;
    if (this.#cache.cell(sheet, row, column) === null) return '';
    return (await this.#service.call('cell/get', { workbook: this.id, sheet, row, column })).input;
  }

  /** Typed by hand: the rule of its cell has to be met, if there may be one. */
  type(edit: CellEdit): void {
    this.edits.setCells([edit], { checked: this.attached.mayRefuse(edit.sheet, edit) });
  }

  /** What is on the screen: it is read, and kept up to date. */
  showAreas(areas: readonly Area[]): void {
    this.#cache.show(this.sheet.peek(), areas);
  }

  showSheet(index: number): void {
    const before = this.sheet.peek();
    if (index === before) return;
    this.selection.value = this.states.swapSelection(before, this.selection.peek(), index);
    this.sheet.value = index;
  }

  /** The backend is ready again, maybe a new one: reads anew what is on the screen and sends what waits. */
  async resync(): Promise<void> {
    try {
      const info = await this.#service.call('workbook/info', { workbook: this.id });
      this.info.value = info;
      this.edits.pending.restartRevisions();
      this.#cache.restart(info.revision);
      this.edits.resume();
      void this.charts.read();
    } catch (error) {
      this.#readFailed(error);
    }
  }

  /** Resolves once every change has been acknowledged or refused: a save must not overtake them. */
  settled(): Promise<void> {
    return new Promise((resolve) => {
      const unsubscribe = this.unacknowledged.subscribe((count) => {
        if (count > 0) return;
        // A signal calls back before `subscribe` has returned.
        queueMicrotask(() => {
          unsubscribe();
          resolve();
        });
      });
    });
  }

  close(): void {
    this.edits.close();
  }

  #acknowledged(change: KeyedChange, answer: Changed): void {
    const { revision, dirty, canUndo, canRedo, sheets } = answer;
    const namesOf = (list: readonly SheetInfo[]) => list.map(({ name }) => name).join('/');
    const isOtherOrder = namesOf(sheets) !== namesOf(this.info.peek().sheets);
    this.info.value = { ...this.info.peek(), revision, dirty, canUndo, canRedo, sheets };
    const isRename = change.kind === 'apply' && change.operation.kind === 'renameSheet';
    if (isOtherOrder && !isRename) this.#followSheets(change);
    if (change.kind === 'apply') this.#events.onDone?.(change.operation, answer);
    this.#keepVisible();
    // Whoever has gone on meanwhile is not called back.
    const hasStayed = this.#selectedAt.get(change.key) === this.selection.peek();
    this.#selectedAt.delete(change.key);
    if (hasStayed) this.#goTo(change, answer);
    this.#cache.changedTo(revision);
    this.charts.changed(change);
    this.painted.value += 1;
  }

  /** Sheets have come, gone or moved: what is known by their index is of others now. */
  #followSheets(change: KeyedChange): void {
    const { sheets } = this.info.peek();
    const shown = this.sheet.peek();
    const followed = change.kind === 'apply' ? followSheet(shown, change.operation) : shown;
    const wanted =
      change.kind === 'apply' && change.operation.kind === 'addSheet' ? change.operation.at : followed;
    this.states.forget();
    this.attached.forget();
    this.#cache.forget();
    const visible = sheets.filter((sheet) => sheet.visible);
    const next =
      visible.find(({ index }) => index === wanted) ?? visible.findLast(({ index }) => index <= shown);
    const isOther = followed === null || wanted !== followed;
    this.sheet.value = (next ?? visible[0])?.index ?? 0;
    if (isOther) this.selection.value = firstCell;
  }

  /** The shown sheet may have been hidden. */
  #keepVisible(): void {
    const { sheets } = this.info.peek();
    if (!sheets[this.sheet.peek()]?.visible)
      this.showSheet(sheets.find(({ visible }) => visible)?.index ?? 0);
  }

  /** To what an operation wrote, or to where something was undone. */
  #goTo(change: KeyedChange, { target, at }: Changed): void {
    // Whoever pasted into several areas has them selected.
    const isKept = this.selection.peek().others.length > 0;
    if (change.kind === 'apply' && target?.sheet === this.sheet.peek()) {
      if (isKept) return;
      const { top, left, bottom, right } = areaOfRange(target);
      this.selection.value = select({ row: top, column: left }, { row: bottom, column: right });
    } else if (at && (change.kind === 'undo' || change.kind === 'redo')) {
      this.showSheet(at.sheet);
      this.selection.value = select({ row: at.row, column: at.column });
    }
  }

  #shown(window: CellWindow, area: Area): void {
    this.edits.pending.settle(window.sheet, area, window.revision);
    this.states.learn(window, this.sheet.peek());
    this.attached.learn(window, area);
    this.window.value = window;
    this.painted.value += 1;
  }

  #readFailed(error: unknown): void {
    const failure = failureOf(error);
    if (!isAway(failure)) this.#events.onFailure(failure);
  }
}
