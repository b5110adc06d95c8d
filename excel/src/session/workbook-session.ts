import { type Signal, signal } from '@preact/signals';
import { type Area, lastColumn, lastRow, type Position } from '../cells/address.js';
import { BlockCache, type CellView, maxWindowCells } from '../cells/block-cache.js';
import { EditQueue, type Failure, failureOf, isAway, type KeyedChange } from '../edits/edit-queue.js';
import { PendingCells } from '../edits/pending-cells.js';
import { firstCell, type Selection, select } from '../selection/selection.js';
import type { CellEdit, CellWindow, Changed, SheetInfo, WorkbookInfo } from '../service/api.js';
import type { Service } from '../service/service.js';

/** Cells of a line that are read at once for a jump. */
const linePiece = 2_000;

export interface SessionEvents {
  /** A change was refused: its cells are back to what they were. `edits` is empty for an undo or redo. */
  readonly onRefused: (edits: readonly CellEdit[], failure: Failure) => void;
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
  /** Changes that the service has not acknowledged. */
  readonly unacknowledged = signal(0);
  /** Grows whenever a cell may look different. */
  readonly painted = signal(0);
  readonly window: Signal<CellWindow | null> = signal(null);
  readonly #service: Service;
  readonly #events: SessionEvents;
  readonly #selections = new Map<number, Selection>();
  readonly #pending = new PendingCells();
  readonly #cache: BlockCache;
  readonly #queue: EditQueue;

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
    this.#queue = new EditQueue({
      send: (change) => this.#send(change),
      onAcknowledged: (change, answer) => this.#acknowledged(change, answer),
      onRefused: (change, failure) => this.#refused(change, failure),
      onLength: (length) => {
        this.unacknowledged.value = length;
      },
      newKey: () => crypto.randomUUID(),
      schedule: (callback, delayMs) => void setTimeout(callback, delayMs),
    });
  }

  get id(): string {
    return this.info.peek().id;
  }

  get sheetInfo(): SheetInfo {
    const { sheets } = this.info.value;
    return sheets[this.sheet.value] ?? sheets[0]!;
  }

  cell(row: number, column: number): ShownCell {
    const sheet = this.sheet.peek();
    const view = this.#cache.cell(sheet, row, column) ?? null;
    const typed = this.#pending.get(sheet, row, column);
    if (!typed) return { text: view?.text ?? '', view, pending: false };
    return { text: typed.input.replace(/^'/, ''), view, pending: !typed.acknowledged };
  }

  isRead(row: number, column: number): boolean {
    return this.#cache.cell(this.sheet.peek(), row, column) !== undefined;
  }

  /** What the formula bar shows: what was typed last, or the service's answer. */
  async readInput({ row, column }: Position): Promise<string> {
    const sheet = this.sheet.peek();
    const typed = this.#pending.get(sheet, row, column);
    if (typed) return typed.input;
    if (this.#cache.cell(sheet, row, column) === null) return '';
    return (await this.#service.call('cell/get', { workbook: this.id, sheet, row, column })).input;
  }

  /** Whether cells of a column hold something, read in pieces as they are asked for. */
  columnReader(column: number): (row: number) => Promise<boolean> {
    return this.#lineReader(
      (first, last) => ({ top: first, bottom: last, left: column, right: column }),
      'row',
    );
  }

  rowReader(row: number): (column: number) => Promise<boolean> {
    return this.#lineReader((first, last) => ({ top: row, bottom: row, left: first, right: last }), 'column');
  }

  /** Where something is in the area, as `{row, column}`; in as many windows as it takes. */
  async readFilled(area: Area): Promise<Position[]> {
    const sheet = this.sheet.peek();
    const columns = area.right - area.left + 1;
    const step = Math.max(1, Math.floor(maxWindowCells / columns));
    const filled: Position[] = [];
    for (let top = area.top; top <= area.bottom; top += step) {
      const rows = Math.min(step, area.bottom - top + 1);
      const request = { workbook: this.id, sheet, top, left: area.left, rows, columns };
      const { cells } = await this.#service.call('sheet/window', request);
      for (const { kind, row, column } of cells) if (kind !== 'empty') filled.push({ row, column });
    }
    return filled;
  }

  #lineReader(areaOf: (first: number, last: number) => Area, by: 'row' | 'column') {
    const pieces = new Map<number, Promise<Set<number>>>();
    return async (index: number): Promise<boolean> => {
      const piece = Math.floor((index - 1) / linePiece);
      let read = pieces.get(piece);
      if (!read) {
        const first = piece * linePiece + 1;
        const last = Math.min(first + linePiece - 1, by === 'row' ? lastRow : lastColumn);
        read = this.readFilled(areaOf(first, last)).then((filled) => new Set(filled.map((cell) => cell[by])));
        pieces.set(piece, read);
      }
      return (await read).has(index);
    };
  }

  /** What is on the screen: it is read, and kept up to date. */
  showAreas(areas: readonly Area[]): void {
    this.#cache.show(this.sheet.peek(), areas);
  }

  showSheet(index: number): void {
    if (index === this.sheet.peek()) return;
    this.#selections.set(this.sheet.peek(), this.selection.peek());
    this.selection.value = this.#selections.get(index) ?? firstCell;
    this.sheet.value = index;
  }

  setCells(edits: readonly CellEdit[]): void {
    if (edits.length === 0) return;
    const { key } = this.#queue.push({ kind: 'set', edits });
    this.#pending.add(key, edits);
    this.painted.value += 1;
  }

  undo(): void {
    this.#queue.push({ kind: 'undo' });
  }

  redo(): void {
    this.#queue.push({ kind: 'redo' });
  }

  /** The backend is ready again, maybe a new one: reads anew what is on the screen and sends what waits. */
  async resync(): Promise<void> {
    try {
      const info = await this.#service.call('workbook/info', { workbook: this.id });
      this.info.value = info;
      this.#pending.restartRevisions();
      this.#cache.restart(info.revision);
      this.#queue.resume();
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
    this.#queue.close();
  }

  #send(change: KeyedChange): Promise<Changed> {
    const { key } = change;
    if (change.kind === 'set') {
      return this.#service.call('cells/set', { workbook: this.id, key, edits: change.edits });
    }
    return this.#service.call(`workbook/${change.kind}`, { workbook: this.id, key });
  }

  #acknowledged(change: KeyedChange, answer: Changed): void {
    this.#pending.acknowledge(change.key, answer.revision);
    const { revision, dirty, canUndo, canRedo, sheets } = answer;
    this.info.value = { ...this.info.peek(), revision, dirty, canUndo, canRedo, sheets };
    if (answer.at && change.kind !== 'set') {
      this.showSheet(answer.at.sheet);
      this.selection.value = select({ row: answer.at.row, column: answer.at.column });
    }
    this.#cache.changedTo(revision);
    this.painted.value += 1;
  }

  #refused(change: KeyedChange, failure: Failure): void {
    this.#pending.drop(change.key);
    this.painted.value += 1;
    this.#events.onRefused(change.kind === 'set' ? change.edits : [], failure);
  }

  #shown(window: CellWindow, area: Area): void {
    this.#pending.settle(window.sheet, area, window.revision);
    this.window.value = window;
    this.painted.value += 1;
  }

  #readFailed(error: unknown): void {
    const failure = failureOf(error);
    if (!isAway(failure)) this.#events.onFailure(failure);
  }
}
