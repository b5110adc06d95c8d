import type { WorkbookId } from './api.js';
import type { OperationKind } from './operations.js';

/** From a `~$` file of Excel or a `.~lock` file of LibreOffice or ours. */
export interface FileOwner {
  readonly user: string;
  /** Empty when the file does not tell. */
  readonly host: string;
  /** ISO 8601, or null. */
  readonly since: string | null;
  /** Of this machine, and the program that wrote it has ended. */
  readonly stale: boolean;
}

/** Edits that are not in a file, left by an earlier run or by closing without saving. */
export interface RecoveryEntry {
  readonly id: WorkbookId;
  readonly name: string;
  readonly path: string | null;
  /** ISO 8601, of the last edit. */
  readonly editedAt: string;
  readonly edits: number;
  /** The file now, beside the one that the edits were made on; `unsaved`: it never had one. */
  readonly file: 'same' | 'changed' | 'gone' | 'unsaved';
  /** `closed`: discarded by the user and kept some days; `interrupted`: the app or the machine ended. */
  readonly state: 'interrupted' | 'closed';
}

/** A change that stopped the service twice: it is in no cell until it is tried again. */
export interface QuarantinedOperation {
  readonly key: string;
  readonly kind: OperationKind | 'undo' | 'redo' | 'load';
  /** Of what: `Sheet1!A1:B3`, or the sheet's name. */
  readonly place: string;
  /** What was typed, shortened; empty for other operations. */
  readonly input: string;
  readonly attempts: number;
  /** ISO 8601. */
  readonly at: string;
}

export interface Settings {
  /** Save in place so long after the last edit; 0: never. */
  readonly autosaveSeconds: number;
  /** How long what was closed without saving is kept. */
  readonly keepRecoveryDays: number;
}
