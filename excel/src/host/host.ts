import type { BackendClient, Unsubscribe } from '@lifebound/core';

/** A workbook that the user chose; in the browser its bytes have to be uploaded before the service can open it. */
export interface PickedWorkbook {
  readonly name: string;
  /** The path that the service opens. Rejects with `{code, message}` when the upload fails. */
  resolvePath(): Promise<string>;
}

export type DropEvent =
  | { readonly type: 'over' | 'leave' }
  | { readonly type: 'drop'; readonly workbooks: readonly PickedWorkbook[] };

/** `refused`: the app was started anew and does not know this page any more. */
export type ConnectionState = 'connecting' | 'open' | 'waiting' | 'refused' | 'closed';

/** What differs between the Tauri window and the browser. */
export interface Host extends BackendClient {
  readonly kind: 'window' | 'browser';
  /** The page's connection to the app's process: `open`, or what it does instead. In the window it can't break. */
  onConnection(listener: (state: ConnectionState) => void): Unsubscribe;
  /** The open dialog; `null`: cancelled. */
  pickWorkbook(): Promise<PickedWorkbook | null>;
  /** The save dialog; `null`: cancelled. In the browser the name has been asked for by the UI already. */
  pickSaveTarget(suggestedName: string): Promise<string | null>;
  /** After a save: in the browser, an uploaded workbook goes back to the user as a download. */
  deliverSaved(path: string): Promise<'in-place' | 'downloaded'>;
  onDrop(listener: (event: DropEvent) => void): Unsubscribe;
  /** Workbooks that the app was started with. */
  launchPaths(): Promise<readonly string[]>;
  /** A workbook to try the app with; `null` when there is none. */
  samplePath(): Promise<string | null>;
  /** `mayClose` is asked before the window goes; a browser tab can only warn while `hasUnsaved` says so. */
  guardClose(guard: { mayClose: () => Promise<boolean>; hasUnsaved: () => boolean }): Unsubscribe;
  setTitle(title: string): void;
  /** In the system's browser or mail program: http, https and mailto, and nothing else. */
  openAddress(address: string): Promise<void>;
  /** Ends the app and with it the backend. */
  quit(): Promise<void>;
}
