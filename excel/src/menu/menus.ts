import type { CommandId } from '../texts/en-commands.js';
import type { Texts } from '../texts/texts.js';

/** A line between groups, a heading, or a command. */
export type MenuEntry = CommandId | '-' | Heading;

export interface Heading {
  readonly heading: keyof Texts['menus'];
}

export interface MenuDescription {
  readonly name: keyof Texts['menus'];
  readonly entries: readonly MenuEntry[];
}

/** In the menu and in the toolbar's list. */
export const numberFormats = [
  'formatGeneral',
  'formatNumber',
  'formatCurrency',
  'formatPercent',
  'formatScientific',
  'formatDate',
  'formatTime',
  'formatText',
  'formatCustom',
] as const;

/** The menus, left to right. Every command is in one of them. */
export const menus: readonly MenuDescription[] = [
  {
    name: 'file',
    entries: [
      'new',
      'open',
      '-',
      'save',
      'saveAs',
      'saveCsv',
      'autosave',
      '-',
      'recovery',
      'keepRecovery',
      '-',
      'closeWorkbook',
      'quit',
    ],
  },
  {
    name: 'edit',
    entries: [
      'undo',
      'redo',
      '-',
      'cut',
      'copy',
      'paste',
      'pasteValues',
      'pasteFormats',
      'pasteSpecial',
      '-',
      'autoSum',
      'insertDate',
      'insertTime',
      'fillDown',
      'fillRight',
      'clear',
      'clearFormats',
      '-',
      'find',
      'replace',
      'goTo',
      'selectAll',
    ],
  },
  {
    name: 'insert',
    entries: [
      'insertRows',
      'insertColumns',
      'insertCellsRight',
      'insertCellsDown',
      'insert',
      '-',
      'deleteRows',
      'deleteColumns',
      'deleteCellsLeft',
      'deleteCellsUp',
      'delete',
      '-',
      'chart',
      'selectChart',
      '-',
      'editLink',
      'openLink',
      'removeLink',
      '-',
      'editNote',
      'showNote',
      'deleteNote',
      '-',
      'addSheet',
      'renameSheet',
      'moveSheetLeft',
      'moveSheetRight',
      'hideSheet',
      'showHiddenSheets',
      'deleteSheet',
    ],
  },
  {
    name: 'format',
    entries: [
      'bold',
      'italic',
      'underline',
      'strike',
      'textColor',
      'fillColor',
      '-',
      'alignLeft',
      'alignCenter',
      'alignRight',
      'wrap',
      '-',
      'merge',
      'unmerge',
      '-',
      'borderAll',
      'borderOutline',
      'borderTop',
      'borderBottom',
      'borderNone',
      '-',
      'columnWidth',
      'fitColumns',
      'rowHeight',
      'hideRows',
      'hideColumns',
      'showLines',
    ],
  },
  {
    name: 'number',
    entries: [...numberFormats, '-', 'moreDecimals', 'fewerDecimals'],
  },
  {
    name: 'data',
    entries: ['sortAscending', 'sortDescending', '-', 'filter', 'clearFilter', '-', 'setRule'],
  },
  {
    name: 'view',
    entries: [
      'freeze',
      'freezeTopRow',
      'freezeFirstColumn',
      'unfreeze',
      '-',
      'zoomIn',
      'zoomOut',
      'zoomReset',
      '-',
      'showBackend',
      'restartBackend',
    ],
  },
  { name: 'help', entries: ['commands', 'shortcuts'] },
];

export function commandsOf(entries: readonly MenuEntry[]): CommandId[] {
  return entries.filter((entry) => typeof entry === 'string' && entry !== '-') as CommandId[];
}

/** All of them in one, for a window that has no room for a line of menus. */
export const mainMenu: readonly MenuEntry[] = menus.flatMap(({ name, entries }) => [
  { heading: name },
  ...entries.filter((entry) => entry !== '-'),
]);

/** The right mouse button, the menu key, Shift+F10. */
export const cellMenu: readonly MenuEntry[] = [
  'cut',
  'copy',
  'paste',
  'pasteValues',
  '-',
  'insert',
  'delete',
  'clear',
  '-',
  'sortAscending',
  'sortDescending',
  'filter',
  '-',
  'merge',
  'unmerge',
  'chart',
  '-',
  'editLink',
  'openLink',
  'editNote',
  'showNote',
];

export const rowMenu: readonly MenuEntry[] = [
  'cut',
  'copy',
  'paste',
  '-',
  'insertRows',
  'deleteRows',
  'clear',
  '-',
  'rowHeight',
  'hideRows',
  'showLines',
  'freeze',
];

export const columnMenu: readonly MenuEntry[] = [
  'cut',
  'copy',
  'paste',
  '-',
  'insertColumns',
  'deleteColumns',
  'clear',
  '-',
  'sortAscending',
  'sortDescending',
  '-',
  'columnWidth',
  'fitColumns',
  'hideColumns',
  'showLines',
  'freeze',
];

export const sheetMenu: readonly MenuEntry[] = [
  'addSheet',
  'renameSheet',
  'moveSheetLeft',
  'moveSheetRight',
  '-',
  'hideSheet',
  'showHiddenSheets',
  'deleteSheet',
];
