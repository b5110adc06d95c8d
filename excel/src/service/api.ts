import type { AttachedWindow, CellLink, ListChoice } from './attached.js';
import type { CellEdit, CellKind, CellPlace, CellWindow } from './cells.js';
import type { Chart, ChartData } from './charts.js';
import type { CellRange, FindOptions, Operation } from './operations.js';
import type { Picture } from './pictures.js';
import type { FileOwner, QuarantinedOperation, RecoveryEntry, Settings } from './recovery.js';

export type * from './attached.js';
export type * from './cells.js';
export type * from './charts.js';
export type * from './operations.js';
export type * from './pictures.js';
export type * from './recovery.js';

/**
 * What the Excel service answers over the link: method names, parameters and results. The Python side is
 * `excel/src-python/src/app/methods/`. Rows and columns count from 1 as in Excel; a sheet is its index from 0.
 * Every failure is `{code, message}` with a code of docs/errors.md, and leaves what is open as it was.
 */

/** Stable over restarts of the service: it is the key of the workbook's journal. */
export type WorkbookId = string;

export interface SheetInfo {
  readonly index: number;
  readonly name: string;
  readonly visible: boolean;
  /** CSS colour of the tab, or null. */
  readonly color: string | null;
  /** Used range: last row and column that hold something; 0 when empty. */
  readonly rows: number;
  readonly columns: number;
  readonly frozenRows: number;
  readonly frozenColumns: number;
  readonly gridLines: boolean;
}

export interface WorkbookInfo {
  readonly id: WorkbookId;
  /** File name, or "Untitled". */
  readonly name: string;
  /** Absolute path; null for a workbook that was never saved. */
  readonly path: string | null;
  /** Why it can't be edited, in words; null when it can. */
  readonly readOnly: string | null;
  readonly sheets: readonly SheetInfo[];
  /** Grows with every change; a window tells the revision that it shows. */
  readonly revision: number;
  readonly dirty: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Acknowledged edits that were brought back from the journal when this process took the workbook up. */
  readonly recoveredEdits: number;
  /** Whether edits are kept after the app has ended (`workbook/setRecovery`). */
  readonly recovery: boolean;
  /** Who else has the file open, by its owner file: saving in place is refused with FILE_IN_USE; null: nobody. */
  readonly owner: FileOwner | null;
  /** Changes that were set aside since they stopped the service twice. */
  readonly quarantined: number;
}

/** Of one of several changes; `refused` with a code of docs/errors.md: it concerns no other. */
export type ChangeOutcome =
  | { readonly repeated: boolean }
  | { readonly refused: { readonly code: string; readonly message: string } };

/** How the workbook is after all of them, and what became of each, in order. */
export type ChangedMany = Pick<Changed, 'revision' | 'dirty' | 'canUndo' | 'canRedo' | 'sheets'> & {
  readonly outcomes: readonly ChangeOutcome[];
};

/** Answer to every change: it is in the journal on disk when this arrives. */
export interface Changed {
  readonly revision: number;
  readonly dirty: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The key had been applied before; nothing was done again. */
  readonly repeated: boolean;
  /** Where to look after an undo or redo; null after an edit. */
  readonly at: CellPlace | null;
  readonly sheets: readonly SheetInfo[];
  /** What an operation wrote, to be selected; null or absent: leave the selection. */
  readonly target?: CellRange | null;
  /** Cells that changed, for `replace`. */
  readonly count?: number;
}

/**
 * `key`: a UUID drawn by the UI; a change with a key that is in the journal is acknowledged and not applied again.
 * Any call can be cancelled: the UI ends the service, and tells the next one by `service/cancel`, before anything else,
 * what it is that did not happen.
 */
export interface ServiceMethods {
  'service/info': {
    params: Record<string, never>;
    result: { version: string; engine: string; pid: number; dataDir: string };
  };
  'workbook/open': { params: { path: string }; result: WorkbookInfo };
  'workbook/new': { params: Record<string, never>; result: WorkbookInfo };
  /** What is open, most recent last: a UI that lost its state finds its workbooks here. */
  'workbook/list': { params: Record<string, never>; result: { workbooks: WorkbookInfo[] } };
  'workbook/info': { params: { workbook: WorkbookId }; result: WorkbookInfo };
  'workbook/close': { params: { workbook: WorkbookId; discard: boolean }; result: { closed: true } };
  /** Saves in place; `path`: save as. `overwrite`: the user agreed that a file changed on disk, or an existing one, is replaced. */
  'workbook/save': {
    params: { workbook: WorkbookId; path?: string; overwrite?: boolean };
    result: { info: WorkbookInfo; cellsWritten: number; bytes: number };
  };
  /** Writes another file and leaves the workbook as it is: .xlsx of anything that can be viewed (values), or .xlsm. */
  'workbook/saveCopy': {
    params: { workbook: WorkbookId; path: string; overwrite?: boolean };
    result: { path: string; bytes: number };
  };
  /** One sheet as UTF-8 .csv with BOM, as shown. Texts that another program would run as formulas get a `'` before them. */
  'workbook/exportCsv': {
    params: { workbook: WorkbookId; path: string; sheet: number; overwrite?: boolean };
    result: { path: string; bytes: number; guarded: number };
  };
  /** Off: nothing of it is kept once the app has ended, however it ends. */
  'workbook/setRecovery': { params: { workbook: WorkbookId; enabled: boolean }; result: WorkbookInfo };
  /** Saves in place from now on, although another program's owner file is there. */
  'workbook/takeOver': { params: { workbook: WorkbookId }; result: WorkbookInfo };
  /** Those of the file and those made here. `chartSheets`: sheets that are a chart and have no cells; they are kept in the file. */
  'workbook/charts': { params: { workbook: WorkbookId }; result: { charts: Chart[]; chartSheets: string[] } };
  /** Those of the file, in place. */
  'workbook/pictures': { params: { workbook: WorkbookId }; result: { pictures: Picture[] } };
  /** A picture's bytes, in base64, and their media type. Raises INVALID_PARAMS when it can't be shown. */
  'workbook/picture': {
    params: { workbook: WorkbookId; part: string };
    result: { type: string; data: string };
  };
  /** What charts draw, as of `revision`. One that has gone is left out; at most 1,000,000 cells are read for each. */
  'workbook/chartData': {
    params: { workbook: WorkbookId; charts: readonly string[] };
    result: { revision: number; data: ChartData[] };
  };
  'workbook/apply': { params: { workbook: WorkbookId; key: string; operation: Operation }; result: Changed };
  'sheet/window': {
    params: { workbook: WorkbookId; sheet: number; top: number; left: number; rows: number; columns: number };
    result: CellWindow;
  };
  /** What is attached to the cells of a range; asked when a window's `attached` is another one than before. */
  'sheet/attached': { params: { workbook: WorkbookId; range: CellRange }; result: AttachedWindow };
  /** Of the list that the cell's rule has, at most 10,000; not `known`: the engine can't compute it. */
  'cell/choices': {
    params: { workbook: WorkbookId; sheet: number; row: number; column: number };
    result: { choices: ListChoice[]; more: boolean; known: boolean };
  };
  /** Where a cell leads, by a link of its own or its HYPERLINK(); null: nowhere. */
  'cell/link': {
    params: { workbook: WorkbookId; sheet: number; row: number; column: number };
    result: { link: CellLink | null };
  };
  /** What the formula bar shows. */
  'cell/get': {
    params: { workbook: WorkbookId; sheet: number; row: number; column: number };
    result: { input: string; text: string; kind: CellKind };
  };
  'cells/set': { params: { workbook: WorkbookId; key: string; edits: readonly CellEdit[] }; result: Changed };
  /** As `cells/set` for each, computed once: for what was typed while the service computed. At most 1,000. */
  'cells/setMany': {
    params: {
      workbook: WorkbookId;
      changes: readonly { readonly key: string; readonly edits: readonly CellEdit[] }[];
    };
    result: ChangedMany;
  };
  'workbook/undo': { params: { workbook: WorkbookId; key: string }; result: Changed };
  'workbook/redo': { params: { workbook: WorkbookId; key: string }; result: Changed };
  /** Row by row from `after`, round the end, over `sheet` or all (null). At most `limit` (1,000); `total` counts all. */
  'sheet/find': {
    params: {
      workbook: WorkbookId;
      sheet: number | null;
      find: FindOptions;
      after?: CellPlace;
      limit: number;
    };
    result: { matches: { place: CellPlace; text: string }[]; total: number };
  };
  /** Where Ctrl+Arrow goes from a cell: the edge of the block of filled cells, the next block, or the sheet's end. */
  'sheet/edge': {
    params: { workbook: WorkbookId; place: CellPlace; direction: 'up' | 'down' | 'left' | 'right' };
    result: { place: CellPlace };
  };
  /** For the status bar. `count`: cells that are not empty; the rest of numbers only, null when there are none. */
  'range/stats': {
    params: { workbook: WorkbookId; ranges: readonly CellRange[] };
    result: {
      count: number;
      numbers: number;
      sum: number | null;
      average: number | null;
      min: number | null;
      max: number | null;
    };
  };
  /** Cut to the used range; at most 200,000 cells, else OUT_OF_RANGE. Errors are null in `values`. */
  'range/values': {
    params: { workbook: WorkbookId; range: CellRange };
    result: { values: (number | string | boolean | null)[][]; texts: string[][] };
  };
  /** For the clipboard, hidden rows left out, as shown. Limit as above. */
  'range/copy': { params: { workbook: WorkbookId; range: CellRange }; result: { tsv: string; html: string } };
  /** The different shown texts of a column of a filter's range, header left out, at most 10,000, sorted. */
  'range/distinct': {
    params: { workbook: WorkbookId; range: CellRange; column: number };
    result: { texts: { text: string; count: number }[]; more: boolean };
  };
  /** Go to: `B7`, `A1:C3`, `Sheet2!A1`, `C:C`, `5:5` or a defined name. INVALID_PARAMS when it names nothing. */
  'range/resolve': {
    params: { workbook: WorkbookId; sheet: number; text: string };
    result: { range: CellRange };
  };
  /** What can be recovered, most recent first. What `workbook/list` gives is not here. */
  'recovery/list': { params: Record<string, never>; result: { entries: RecoveryEntry[] } };
  /** Opens it as a workbook with its edits, beside the file on disk, which may be open too. */
  'recovery/open': { params: { id: WorkbookId }; result: WorkbookInfo };
  'recovery/discard': { params: { id: WorkbookId }; result: { discarded: true } };
  'quarantine/list': { params: { workbook: WorkbookId }; result: { operations: QuarantinedOperation[] } };
  /** Tries it again, once; with the same key. */
  'quarantine/retry': { params: { workbook: WorkbookId; key: string }; result: Changed };
  /** It is gone for good. What is open does not have it, so `workbook/saveCopy` saves a copy without it. */
  'quarantine/drop': { params: { workbook: WorkbookId; key: string }; result: { dropped: true } };
  'settings/get': { params: Record<string, never>; result: Settings };
  'settings/set': { params: { settings: Settings }; result: Settings };
  /**
   * The service before this one was ended in the middle of a call that its user does not want any more: what it was
   * and what it was about. `cancelled`: it has not happened, and leaves no trace; false: it had been done. `loading`:
   * the workbook was being loaded; it is shown as it was opened until `quarantine/retry` of the key `load`.
   */
  'service/cancel': {
    params: { method: string; workbook: string | null; key: string | null; path: string | null };
    result: { cancelled: boolean; loading: boolean };
  };
}

/** Notifications of the service. */
export interface ServiceNotifications {
  /** The workbook changed without a call for it: saved by itself, or its file on disk changed. */
  'workbook/changed': { info: WorkbookInfo };
}

/** Codes of the service's own errors, in JSON-RPC's `error.data.code`; `error.message` is for the user. */
export const serviceErrorCodes = [
  'FILE_NOT_FOUND',
  'NOT_A_WORKBOOK',
  'PASSWORD_PROTECTED',
  'FILE_TOO_LARGE',
  'NO_PERMISSION',
  'READ_ONLY',
  'DISK_FULL',
  'SAVE_FAILED',
  'CHANGED_ON_DISK',
  'FILE_EXISTS',
  'UNSAVED_CHANGES',
  'ENGINE_FAILED',
  'FORMAT_UNSUPPORTED',
  'UNKNOWN_WORKBOOK',
  'UNKNOWN_SHEET',
  'OUT_OF_RANGE',
  'CELL_LOCKED_BY_SPILL',
  'VALIDATION_REFUSED',
  'INVALID_PARAMS',
  'JOURNAL_FAILED',
  'STRUCTURE_REFUSED',
  'FILE_IN_USE',
  'QUARANTINED',
  'CANCELLED',
] as const;

export type ServiceErrorCode = (typeof serviceErrorCodes)[number];
