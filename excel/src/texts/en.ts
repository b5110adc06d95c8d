import type { CauseKind, ContainmentTier, State } from '@lifebound/core';
import { enCommands } from './en-commands.js';
import { enWork } from './en-work.js';

const states: Readonly<Record<State, string>> = {
  idle: 'Stopped',
  locating: 'Looking for the backend',
  starting: 'Starting',
  ready: 'Ready',
  suspect: 'Slow to answer',
  stopping: 'Stopping',
  backoff: 'Waiting to restart',
  failed: 'Failed',
};

const causes: Readonly<Record<CauseKind, string>> = {
  crashed: 'Crashed',
  finished: 'Ended by itself',
  'refused-restart': 'Asked not to be restarted',
  'start-failed': 'Could not be started',
  'not-found': 'Not found',
  'start-timeout': 'Did not get ready in time',
  unhealthy: 'Stopped answering',
  'version-mismatch': 'Version does not fit',
  'protocol-error': 'Broke the protocol',
  'stop-asked': 'Stopped on request',
  'restart-asked': 'Restarted on request',
  held: 'Held for an update',
  'host-gone': 'The app ended',
  internal: 'Fault of the watchdog',
};

const tiers: Readonly<Record<ContainmentTier, string>> = {
  cgroup: 'Control group',
  namespace: 'PID namespace',
  job: 'Job object',
  keeper: 'Keeper process',
  group: 'Process group',
  none: 'None',
};

export const en = {
  appName: 'Lifebound Excel',
  commands: enCommands,
  ...enWork,
  states,
  causes,
  tiers,
  // Toolbar.
  toolbar: 'Toolbar',
  save: 'Save',
  close: 'Close',
  cancel: 'Cancel',
  ok: 'OK',
  dismiss: 'Dismiss',
  workbooks: 'Open workbooks',
  closeWorkbook: (name: string) => `Close ${name}`,
  unsaved: 'Unsaved changes',
  readOnly: 'Read-only',
  undrawnFormats: (count: number) =>
    count === 1 ? '1 conditional format not shown' : `${count} conditional formats not shown`,
  undrawnFormatsHint: 'They cannot be computed here as Excel does it. They stay in the file.',
  // Grid.
  grid: 'Sheet',
  nameBox: 'Name box: go to a cell or an area',
  formula: 'Formula bar',
  functions: 'Functions',
  formatKinds: {
    general: 'General',
    number: 'Number',
    currency: 'Currency',
    percent: 'Percent',
    scientific: 'Scientific',
    date: 'Date',
    time: 'Time',
    text: 'Text',
    custom: 'Other',
  },
  formatCode: 'Format code, such as #,##0.00 or d mmm yyyy',
  sheets: 'Sheets',
  sheetHidden: (count: number) => `${count} hidden`,
  cellLabel: (name: string, text: string) => (text ? `${name}, ${text}` : `${name}, empty`),
  cachedValue: 'The value saved in the file: this formula cannot be computed here.',
  staleValue: 'This formula cannot be computed here. The next program that opens the saved file computes it.',
  // Empty state.
  emptyTitle: 'Open a workbook',
  emptyHint: 'Drop an Excel file here, or choose one.',
  emptyFormats: '.xlsx and .xlsm to edit. .xls, .xlsb and .ods to look at.',
  openFile: 'Open a file…',
  startNew: 'Start with an empty workbook',
  openSample: 'Try the sample budget',
  dropHere: 'Drop to open',
  // Work in progress.
  opening: (name: string) => `Opening ${name}…`,
  saving: (name: string) => `Saving ${name}…`,
  working: 'Working…',
  creating: 'Creating a workbook…',
  pending: (count: number) => (count === 1 ? '1 edit not yet confirmed' : `${count} edits not yet confirmed`),
  savedAt: (name: string) => `${name} saved.`,
  downloaded: (name: string) => `${name} saved and downloaded.`,
  recovered: (count: number, name: string) =>
    count === 1
      ? `1 unsaved edit of ${name} was recovered.`
      : `${count} unsaved edits of ${name} were recovered.`,
  // Selection summary.
  count: 'Count',
  sum: 'Sum',
  average: 'Average',
  areasSelected: (count: number) => `${count} areas selected`,
  addingArea: 'Adding to the selection: move, then Shift with the arrows. Esc ends it.',
  oneArea: (command: string, count: number) =>
    `“${command}” needs one area, and ${count} are selected. Select one and try again.`,
  copyAreas:
    'Areas are copied together if they have the same rows or the same columns. Select others, or one.',
  pasteOverCopied: 'What was copied from several areas can’t be pasted over them. Choose another place.',
  // Questions.
  unsavedQuestion: (name: string) => `Save the changes to ${name}?`,
  unsavedDetail: 'They are lost if you do not save them.',
  dontSave: 'Don’t save',
  overwriteQuestion: 'Replace the file?',
  replace: 'Replace',
  nameQuestion: 'Save as',
  fileName: 'File name',
  copyTooLarge: 'That area is too large to copy, or has not been read yet. Select a smaller one.',
  badAddress: (text: string) => `“${text}” is not a cell or an area. Type one such as B7 or B7:D20.`,
  // Errors.
  saveInterrupted: 'The backend restarted while saving. The file is as it was before; save again.',
  openInterrupted: (name: string) =>
    `The backend ended while opening ${name}. The other workbooks are not affected.`,
  backendAway: 'The backend is not ready yet. Try again in a moment.',
  editRefused: (cell: string, message: string) => `${cell} was not changed. ${message}`,
  // Backend.
  backend: 'Backend',
  backendLight: (state: string) => `Backend: ${state}. Show details`,
  restarting: (attempt: number, of: number) =>
    `Backend is restarting (attempt ${attempt} of ${of})… your edits are kept.`,
  starting: 'Backend is starting…',
  stopped: 'Backend is stopped. Your edits are kept until it runs again.',
  slow: 'Backend is slow to answer… your edits are kept.',
  connectionLost: 'Connection to the app’s server is lost. Trying again…',
  connectionRefused: 'The app was started anew. Open the address that it printed.',
  restart: 'Restart',
  showLog: 'Show log',
  quit: 'Quit',
  failedTitle: 'The backend cannot be kept running',
  failedKept: (count: number) =>
    count === 1
      ? '1 edit is not confirmed yet. It is kept here and sent after a restart.'
      : `${count} edits are not confirmed yet. They are kept here and sent after a restart.`,
  lastLines: 'Last lines of its error output',
  noLines: 'It printed nothing.',
  hasEnded: 'The app has ended. You can close this tab.',
  details: {
    state: 'State',
    pid: 'Process',
    uptime: 'Uptime',
    attempts: 'Restarts',
    attemptsOf: (attempts: number, of: number) => `${attempts} of ${of}`,
    nextAttempt: (seconds: string) => `next try in ${seconds} s`,
    generation: 'Generation',
    lastCause: 'Last end',
    containment: 'Containment',
    versions: 'Versions',
    requests: 'Requests',
    requestsOf: (inFlight: number, held: number) =>
      held ? `${inFlight} in flight, ${held} held` : `${inFlight} in flight`,
    busy: 'Busy',
    command: 'Runs',
    none: '–',
  },
  history: 'Last 5 minutes',
  historyLabel: (restarts: number) => `States of the backend over the last 5 minutes; ${restarts} restarts.`,
  log: 'Log',
  logAll: 'All',
  logWatchdog: 'Watchdog',
  logBackend: 'Backend',
  follow: 'Follow',
  copy: 'Copy',
  copied: 'Copied',
  logEmpty: 'Nothing has been logged yet.',
};

export type Texts = typeof en;
