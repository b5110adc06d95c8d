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
}

/** Only the properties that differ from the workbook's default are there. */
export interface CellStyle {
  readonly bold?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strike?: true;
  /** CSS colours. */
  readonly color?: string;
  readonly fill?: string;
  readonly fontSizePt?: number;
  readonly fontName?: string;
  readonly align?: 'left' | 'center' | 'right' | 'justify';
  readonly verticalAlign?: 'top' | 'center' | 'bottom';
  readonly wrap?: true;
  /** Bit set: 1 top, 2 right, 4 bottom, 8 left. */
  readonly borders?: number;
}

export type CellKind = 'empty' | 'text' | 'number' | 'boolean' | 'error';

export interface Cell {
  readonly row: number;
  readonly column: number;
  /** As displayed: number format applied. */
  readonly text: string;
  readonly kind: CellKind;
  /** Index into `styles` of the window; absent: default style. */
  readonly style?: number;
  /** The engine can't compute it as the file did: the file's own cached value is shown. */
  readonly cached?: true;
}

/** A rectangle of a sheet; cells that are empty and unstyled are left out. */
export interface CellWindow {
  readonly revision: number;
  readonly sheet: number;
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
  readonly cells: readonly Cell[];
  readonly styles: readonly CellStyle[];
  /** Widths in CSS px of the window's columns, heights of its rows; null: default. */
  readonly columnWidths: readonly (number | null)[];
  readonly rowHeights: readonly (number | null)[];
}

export interface CellEdit {
  readonly sheet: number;
  readonly row: number;
  readonly column: number;
  /** As typed: `12`, `text`, `=A1*2`, `'007`; empty clears. */
  readonly input: string;
}

/** Answer to every change: it is in the journal on disk when this arrives. */
export interface Changed {
  readonly revision: number;
  readonly dirty: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** The key had been applied before; nothing was done again. */
  readonly repeated: boolean;
  /** Where to look after an undo or redo; null after an edit. */
  readonly at: { readonly sheet: number; readonly row: number; readonly column: number } | null;
  readonly sheets: readonly SheetInfo[];
}

/** `key`: a UUID drawn by the UI; a change with a key that is in the journal is acknowledged and not applied again. */
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
  'sheet/window': {
    params: { workbook: WorkbookId; sheet: number; top: number; left: number; rows: number; columns: number };
    result: CellWindow;
  };
  /** What the formula bar shows. */
  'cell/get': {
    params: { workbook: WorkbookId; sheet: number; row: number; column: number };
    result: { input: string; text: string; kind: CellKind };
  };
  'cells/set': { params: { workbook: WorkbookId; key: string; edits: readonly CellEdit[] }; result: Changed };
  'workbook/undo': { params: { workbook: WorkbookId; key: string }; result: Changed };
  'workbook/redo': { params: { workbook: WorkbookId; key: string }; result: Changed };
}

/** Notifications of the service. */
export interface ServiceNotifications {
  /** Progress of what takes over a second; `done` when it is over. */
  'service/progress': { what: string; workbook: WorkbookId | null; done: boolean };
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
  'INVALID_PARAMS',
  'JOURNAL_FAILED',
] as const;

export type ServiceErrorCode = (typeof serviceErrorCodes)[number];
