import type { CellLink, RuleChange } from './attached.js';
import type { CellEdit, CellPlace } from './cells.js';
import type { ChartChange } from './charts.js';

/** A rectangle. Whole columns: top 1, rows 1,048,576; whole rows: left 1, columns 16,384. */
export interface CellRange {
  readonly sheet: number;
  readonly top: number;
  readonly left: number;
  readonly rows: number;
  readonly columns: number;
}

export type BorderLine = 'none' | 'thin' | 'medium' | 'thick' | 'dashed' | 'dotted' | 'double';

/** What is to be changed; what is left out stays. `null` takes a colour away. */
export interface FormatChange {
  /** Excel's format code: `0.00`, `#,##0`, `0%`, `yyyy-mm-dd`, `@`; `General` takes it away. */
  readonly numberFormat?: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly underline?: boolean;
  readonly strike?: boolean;
  readonly fontSizePt?: number;
  readonly fontName?: string;
  /** `#RRGGBB`. */
  readonly color?: string | null;
  readonly fill?: string | null;
  readonly align?: 'general' | 'left' | 'center' | 'right' | 'justify';
  readonly verticalAlign?: 'top' | 'center' | 'bottom';
  readonly wrap?: boolean;
  /** `outer` and `inner` are the range's own edges and what lies between; `#RRGGBB`, black when left out. */
  readonly borders?: {
    readonly edges: 'all' | 'outer' | 'inner' | 'top' | 'right' | 'bottom' | 'left';
    readonly line: BorderLine;
    readonly color?: string;
  };
}

export interface SortKey {
  /** The sheet's column, not the range's. */
  readonly column: number;
  readonly descending: boolean;
}

/** `*` and `?` stand for any text and any character, `~` before them for themselves; numbers are written `1234.5`. */
export interface FilterTest {
  readonly how: 'equals' | 'notEquals' | 'greater' | 'greaterOrEqual' | 'less' | 'lessOrEqual';
  readonly value: string;
}

/** `custom`: one or two tests, `both` of them or either: `contains x` is equals `*x*`, `between` two of both. */
export type FilterCondition =
  | { readonly kind: 'custom'; readonly both?: boolean; readonly tests: readonly FilterTest[] }
  | { readonly kind: 'top'; readonly count: number; readonly bottom?: boolean; readonly percent?: boolean }
  | { readonly kind: 'average'; readonly above: boolean };

export interface FindOptions {
  readonly text: string;
  readonly matchCase: boolean;
  readonly wholeCell: boolean;
  /** Look at what was typed (formulas) and not at what is shown. Replacing always does. */
  readonly inFormulas: boolean;
}

/**
 * Of the column `column` of a filtered range, one of: rows whose shown text is in `texts` stay (`''` is an empty cell);
 * rows that meet the `condition` stay; the file's own is `kept` (by colour or by date, which can't be made here).
 * The same choices once more apply the filter again to what was edited since.
 */
export interface FilterChoice {
  readonly column: number;
  readonly texts?: readonly string[];
  readonly condition?: FilterCondition;
  readonly kept?: true;
}

/**
 * What a user can do to a workbook, one step for undo each. Refused as a whole or done as a whole.
 * Every one may fail with READ_ONLY, UNKNOWN_SHEET, OUT_OF_RANGE, INVALID_PARAMS, ENGINE_FAILED, JOURNAL_FAILED;
 * those that write cells with CELL_LOCKED_BY_SPILL; those marked S with STRUCTURE_REFUSED and the reason.
 */
export type Operation =
  /** `checked`: typed by hand, and refused with VALIDATION_REFUSED where it does not meet the rule of its cell. */
  | { readonly kind: 'setCells'; readonly edits: readonly CellEdit[]; readonly checked?: boolean }
  /** `contents` keeps formats, `formats` keeps contents. */
  | { readonly kind: 'clear'; readonly range: CellRange; readonly what: 'contents' | 'formats' | 'all' }
  /** A block of inputs from another program, as typed; the UI reads TSV or HTML. Rows may differ in length. */
  | {
      readonly kind: 'pasteText';
      readonly at: { readonly sheet: number; readonly row: number; readonly column: number };
      readonly rows: readonly (readonly string[])[];
    }
  /**
   * Copies `source` over `target`, repeated when the target is a multiple of its size, once from the target's
   * top left cell when not. Relative references move along. `values`: results in place of formulas. `all` brings
   * along merged cells, validation, conditional formats, links, comments and sparklines; `formats` merged cells and
   * conditional formats. Rows that a filter hides are not copied. `skipBlanks`: empty cells of the source change
   * nothing. `arithmetic`: numbers are added to those of the target, and so on.
   */
  | {
      readonly kind: 'pasteRange';
      readonly source: CellRange;
      readonly target: CellRange;
      readonly what: 'all' | 'values' | 'formulas' | 'formats' | 'valuesAndFormats';
      readonly transpose?: boolean;
      readonly skipBlanks?: boolean;
      readonly arithmetic?: 'add' | 'subtract' | 'multiply' | 'divide';
    }
  /** Cut and paste: formulas that refer to the cells follow them, and all that belongs to them goes along. S */
  | {
      readonly kind: 'moveRange';
      readonly source: CellRange;
      readonly to: { readonly sheet: number; readonly row: number; readonly column: number };
    }
  /**
   * The fill handle. `target` holds `source` and grows it in one direction: down, up, right or left.
   * `series` continues numbers, dates, weekdays, months and texts that end in a number; formulas are moved in both.
   * Validation and conditional formats are continued. Rows that a filter hides stay.
   */
  | {
      readonly kind: 'fill';
      readonly source: CellRange;
      readonly target: CellRange;
      readonly how: 'copy' | 'series';
    }
  /**
   * Numbers, texts (Chinese by pinyin), FALSE, TRUE, errors; empty cells last. The first row stays when it is a header;
   * left out: guessed, as in Excel. Hidden rows stay. Stable. S: merged cells.
   */
  | {
      readonly kind: 'sort';
      readonly range: CellRange;
      readonly header?: boolean;
      readonly by: readonly SortKey[];
    }
  /** In the range, or the whole sheet; `result.count` says how many cells changed. */
  | {
      readonly kind: 'replace';
      readonly sheet: number;
      readonly range?: CellRange;
      readonly find: FindOptions;
      readonly replacement: string;
    }
  /** S. References follow in formulas, names, charts, filters, validation, conditional formats, tables. */
  | { readonly kind: 'insertRows'; readonly sheet: number; readonly row: number; readonly count: number }
  | { readonly kind: 'deleteRows'; readonly sheet: number; readonly row: number; readonly count: number }
  | {
      readonly kind: 'insertColumns';
      readonly sheet: number;
      readonly column: number;
      readonly count: number;
    }
  | {
      readonly kind: 'deleteColumns';
      readonly sheet: number;
      readonly column: number;
      readonly count: number;
    }
  /**
   * S. In a part of a sheet: what is behind the range moves as if it were cut and pasted. References that lie in the
   * rows or columns of the range follow; wider ones stay. OUT_OF_RANGE when something would be pushed off the sheet.
   */
  | { readonly kind: 'insertCells'; readonly range: CellRange; readonly shift: 'right' | 'down' }
  | { readonly kind: 'deleteCells'; readonly range: CellRange; readonly shift: 'left' | 'up' }
  /** Before sheet `at`; without a name: the next free SheetN. INVALID_PARAMS for a name that can't be used. */
  | { readonly kind: 'addSheet'; readonly at: number; readonly name?: string }
  | { readonly kind: 'renameSheet'; readonly sheet: number; readonly name: string }
  /** To stand at index `to`. */
  | { readonly kind: 'moveSheet'; readonly sheet: number; readonly to: number }
  /** S: the last visible sheet stays. Formulas that refer to it become #REF!. */
  | { readonly kind: 'deleteSheet'; readonly sheet: number }
  /** S: the last visible sheet stays visible. */
  | { readonly kind: 'showSheet'; readonly sheet: number; readonly visible: boolean }
  | { readonly kind: 'format'; readonly range: CellRange; readonly change: FormatChange }
  /** CSS px; null: default width or height. `hidden` hides or shows. */
  | {
      readonly kind: 'sizeColumns';
      readonly sheet: number;
      readonly column: number;
      readonly count: number;
      readonly widthPx?: number | null;
      readonly hidden?: boolean;
    }
  | {
      readonly kind: 'sizeRows';
      readonly sheet: number;
      readonly row: number;
      readonly count: number;
      readonly heightPx?: number | null;
      readonly hidden?: boolean;
    }
  /** The top left content is kept, the others' goes, as in Excel. STRUCTURE_REFUSED over tables and arrays. */
  | { readonly kind: 'merge'; readonly range: CellRange; readonly across?: boolean }
  /** Every merged block that the range touches. */
  | { readonly kind: 'unmerge'; readonly range: CellRange }
  /** 0 and 0: not frozen. */
  | { readonly kind: 'freeze'; readonly sheet: number; readonly rows: number; readonly columns: number }
  /** The sheet's filter over a range whose first row is its header; no choices: all rows are shown; null: no filter. */
  | {
      readonly kind: 'filter';
      readonly sheet: number;
      readonly range: CellRange | null;
      readonly choices: readonly FilterChoice[];
    }
  /** Of every cell of the range, in place of what they had; null: none. INVALID_PARAMS for what can't be read. */
  | { readonly kind: 'setRule'; readonly range: CellRange; readonly rule: RuleChange | null }
  /** An empty cell gets the address as its text. null takes the link away, and leaves text and format. */
  | { readonly kind: 'setLink'; readonly range: CellRange; readonly link: CellLink | null }
  /** A note by the user of this computer, or in place of one. null removes a note, or a thread. */
  | { readonly kind: 'setNote'; readonly at: CellPlace; readonly text: string | null }
  /**
   * Makes, changes or removes (null) a chart: `id` is a new UUID, or that of a chart of `workbook/charts`. The file has
   * it once it is saved. INVALID_PARAMS for a chart that there is not, and for what can't be changed of it;
   * STRUCTURE_REFUSED for a new one on a sheet whose drawing is damaged.
   */
  | { readonly kind: 'setChart'; readonly id: string; readonly chart: ChartChange | null }
  /** The same in several areas: 1 to 1,000 of one kind, each as if it were alone. No `pasteRange` writes another's source. */
  | {
      readonly kind: 'several';
      readonly operations: readonly SeveralOperation[];
    };

type SeveralKind = 'format' | 'clear' | 'unmerge' | 'sizeColumns' | 'sizeRows' | 'pasteRange';
export type SeveralOperation = Extract<Operation, { readonly kind: SeveralKind }>;

export type OperationKind = Operation['kind'];
