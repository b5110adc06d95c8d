import type {
  CellRange,
  Changed,
  ChangeOutcome,
  Operation,
  QuarantinedOperation,
  RecoveryEntry,
  ServiceMethods,
  Settings,
  SheetInfo,
  WorkbookInfo,
} from '../../src/service/api.js';
import { chartData } from './fake-charts.js';
import { budget, cellAt, type FakeBook, usedRange } from './fake-model.js';
import { applyOperation, type Done } from './fake-operations.js';
import {
  copyRange,
  distinctTexts,
  edgeOf,
  findCells,
  rangeStats,
  rangeValues,
  resolveRange,
} from './fake-reads.js';
import { shownAt } from './fake-values.js';
import { windowOf } from './fake-window.js';

type Params<M extends keyof ServiceMethods> = ServiceMethods[M]['params'];

interface Step {
  readonly book: FakeBook;
  readonly at: Changed['at'];
}

/** One workbook in memory, with the operations of the contract done honestly and two formulas: a page's whole world. */
export class FakeService {
  readonly keys = new Map<string, Changed>();
  book = budget();
  revision = 1;
  dirty = false;
  refuse: { code: string; message: string } | null = null;
  /** Methods that this service does not have yet. */
  readonly missing = new Set<string>();
  quarantined: QuarantinedOperation[] = [];
  recovery: RecoveryEntry[] = [];
  settings: Settings = { autosaveSeconds: 0, keepRecoveryDays: 7 };
  owner: WorkbookInfo['owner'] = null;
  changedOnDisk = false;
  chartSheets: string[] = [];
  /** How often charts were asked what they draw. */
  chartReads = 0;
  #keepsRecovery = true;
  #path: string | null = '/books/budget.xlsx';
  #undo: Step[] = [];
  #redo: Step[] = [];

  answer(method: string, params: unknown): unknown {
    const given = params as never;
    const answers: { [M in keyof ServiceMethods]?: (params: Params<M>) => ServiceMethods[M]['result'] } = {
      'workbook/list': () => ({ workbooks: [] }),
      'workbook/open': () => this.info(),
      'workbook/new': () => this.info(),
      'workbook/info': () => this.info(),
      'workbook/save': (asked) => this.#save(asked),
      'workbook/saveCopy': ({ path }) => ({ path, bytes: 1_000 }),
      'workbook/exportCsv': ({ path }) => ({ path, bytes: 500, guarded: 1 }),
      'workbook/close': () => ({ closed: true }),
      'workbook/setRecovery': ({ enabled }) => {
        this.#keepsRecovery = enabled;
        return this.info();
      },
      'workbook/takeOver': () => {
        this.owner = null;
        return this.info();
      },
      'workbook/charts': () => ({ charts: this.book.charts, chartSheets: this.chartSheets }),
      'workbook/pictures': () => ({ pictures: [] }),
      'workbook/chartData': ({ charts }) => {
        this.chartReads += 1;
        return { revision: this.revision, data: chartData(this.book, charts) };
      },
      'workbook/apply': ({ key, operation }) =>
        this.#once(key, operation, () => this.#do(applyOperation, operation)),
      'cells/set': ({ key, edits }) =>
        this.#once(key, null, () => this.#do(applyOperation, { kind: 'setCells', edits })),
      'cells/setMany': ({ changes }) => {
        const outcomes = changes.map((change) => this.#setOne(change));
        const { revision, dirty, canUndo, canRedo, sheets } = this.info();
        return { revision, dirty, canUndo, canRedo, sheets, outcomes };
      },
      'workbook/undo': ({ key }) => this.#once(key, null, () => this.#step(this.#undo, this.#redo)),
      'workbook/redo': ({ key }) => this.#once(key, null, () => this.#step(this.#redo, this.#undo)),
      'sheet/window': (asked) => windowOf(this.book, this.revision, asked),
      'cell/get': ({ sheet, row, column }) => {
        const { text, kind } = shownAt(this.book.sheets[sheet]!, row, column);
        const input = cellAt(this.book.sheets[sheet]!, row, column)?.input;
        return { input: input ?? text, text, kind };
      },
      'sheet/find': (asked) => findCells(this.book, asked),
      'sheet/edge': ({ place, direction }) => ({ place: edgeOf(this.book, place, direction) }),
      'range/stats': ({ ranges }) => rangeStats(this.book, ranges),
      'range/values': ({ range }) => rangeValues(this.book, range),
      'range/copy': ({ range }) => copyRange(this.book, range),
      'range/distinct': ({ range, column }) => distinctTexts(this.book, range, column),
      'range/resolve': ({ sheet, text }) => ({ range: resolveRange(this.book, sheet, text) }),
      'recovery/list': () => ({ entries: this.recovery }),
      'recovery/open': ({ id }) => {
        this.recovery = this.recovery.filter((entry) => entry.id !== id);
        return { ...this.info(), recoveredEdits: 12 };
      },
      'recovery/discard': ({ id }) => {
        this.recovery = this.recovery.filter((entry) => entry.id !== id);
        return { discarded: true };
      },
      'quarantine/list': () => ({ operations: this.quarantined }),
      'quarantine/retry': ({ key }) => {
        this.quarantined = this.quarantined.filter((one) => one.key !== key);
        return this.#once(key, null, () => ({}));
      },
      'quarantine/drop': ({ key }) => {
        this.quarantined = this.quarantined.filter((one) => one.key !== key);
        return { dropped: true };
      },
      'settings/get': () => this.settings,
      'settings/set': ({ settings }) => {
        this.settings = settings;
        return settings;
      },
      'service/cancel': () => ({ cancelled: true, loading: false }),
    };
    const answer = this.missing.has(method) ? undefined : answers[method as keyof ServiceMethods];
    if (!answer) throw { code: 'UNKNOWN_METHOD', message: `The backend does not know ${method}.` };
    return structuredClone((answer as (params: never) => unknown)(given));
  }

  info(): WorkbookInfo {
    return {
      id: 'one',
      name: this.#path?.split('/').pop() ?? 'Untitled',
      path: this.#path,
      readOnly: null,
      sheets: this.#sheets(),
      revision: this.revision,
      dirty: this.dirty,
      canUndo: this.#undo.length > 0,
      canRedo: this.#redo.length > 0,
      recoveredEdits: 0,
      recovery: this.#keepsRecovery,
      owner: this.owner,
      quarantined: this.quarantined.length,
    };
  }

  #sheets(): SheetInfo[] {
    return this.book.sheets.map((sheet, index) => {
      const { name, visible, color, frozenRows, frozenColumns, gridLines } = sheet;
      return { index, name, visible, color, frozenRows, frozenColumns, gridLines, ...usedRange(sheet) };
    });
  }

  #save({ path, overwrite }: Params<'workbook/save'>): ServiceMethods['workbook/save']['result'] {
    if (this.changedOnDisk && !overwrite)
      throw { code: 'CHANGED_ON_DISK', message: 'budget.xlsx was changed by another program.' };
    this.changedOnDisk = false;
    this.#path = path ?? this.#path;
    this.dirty = false;
    return { info: this.info(), cellsWritten: 1, bytes: 1_000 };
  }

  #once(key: string, operation: Operation | null, change: () => Done & { at?: Changed['at'] }): Changed {
    const known = this.keys.get(key);
    if (known) return { ...known, repeated: true };
    if (this.refuse) throw this.refuse;
    if (operation && this.missing.has(operation.kind))
      throw { code: 'UNKNOWN_METHOD', message: `The backend does not know ${operation.kind}.` };
    const { at = null, target = null, count } = change();
    this.revision += 1;
    this.dirty = true;
    const { revision, dirty, canUndo, canRedo, sheets } = this.info();
    const changed: Changed = { revision, dirty, canUndo, canRedo, sheets, repeated: false, at, target };
    const answer = count === undefined ? changed : { ...changed, count };
    this.keys.set(key, answer);
    return answer;
  }

  #setOne({ key, edits }: Params<'cells/setMany'>['changes'][number]): ChangeOutcome {
    try {
      const set = { kind: 'setCells', edits } as const;
      return { repeated: this.#once(key, null, () => this.#do(applyOperation, set)).repeated };
    } catch (error) {
      return { refused: error as { code: string; message: string } };
    }
  }

  #do(apply: (book: FakeBook, operation: Operation) => Done, operation: Operation): Done {
    const before = structuredClone(this.book);
    try {
      const done = apply(this.book, operation);
      this.#undo.push({ book: before, at: placeOf(operation) });
      this.#redo = [];
      return done;
    } catch (error) {
      this.book = before;
      throw error;
    }
  }

  #step(from: Step[], to: Step[]): { at: Changed['at'] } {
    const step = from.pop();
    if (!step) return { at: null };
    to.push({ book: this.book, at: step.at });
    this.book = step.book;
    return { at: step.at };
  }
}

/** Where to look when the operation is undone. */
function placeOf(operation: Operation): Changed['at'] {
  if (operation.kind === 'setCells') return operation.edits[0] ?? null;
  const range = ['range', 'target', 'source'].map((name) => (operation as never)[name] as CellRange | null);
  const first = range.find((one) => one);
  return first ? { sheet: first.sheet, row: first.top, column: first.left } : null;
}
