import type { CellRange } from './operations.js';

/** What may be typed into cells: Excel's data validation. Texts are plain, and the file's own. */
export interface CellRule {
  /** Cut to what was asked for. */
  readonly areas: readonly CellRange[];
  /** `none`: there is only a prompt. */
  readonly kind: 'list' | 'whole' | 'decimal' | 'date' | 'time' | 'textLength' | 'custom' | 'none';
  readonly operator: RuleOperator;
  /** Without `=`, as seen from the rule's first cell; empty where there is none. A list may be `"a,b"`. */
  readonly formulas: readonly [string, string];
  readonly allowsBlank: boolean;
  /** A list that has its arrow. */
  readonly arrow: boolean;
  /** `null`: nothing is refused. */
  readonly style: 'stop' | 'warning' | 'information' | null;
  readonly title: string;
  readonly message: string;
  readonly promptTitle: string;
  readonly prompt: string;
}

/** A rule to be set. `formulas`: values, formulas with or without `=`, or a list `"a,b"` of at most 255 characters. */
export type RuleChange = Omit<CellRule, 'areas'>;

export type RuleOperator =
  | 'between'
  | 'notBetween'
  | 'equal'
  | 'notEqual'
  | 'greaterThan'
  | 'lessThan'
  | 'greaterThanOrEqual'
  | 'lessThanOrEqual';

/** One of a list: as shown, and what is typed to have it. */
export interface ListChoice {
  readonly text: string;
  readonly input: string;
}

/** `address` is outside of the workbook, `place` (`Sheet2!A1`, a name) in it or in the address; either may be empty. */
export interface CellLink {
  readonly address: string;
  readonly place: string;
}

/** A note, or a thread of comments. */
export interface CellNote {
  readonly row: number;
  readonly column: number;
  readonly thread: boolean;
  /** A thread that was marked as done. */
  readonly done: boolean;
  /** `at`: ISO 8601, of threads. */
  readonly remarks: readonly { readonly author: string; readonly text: string; readonly at: string | null }[];
}

/** What is attached to the cells of a range. */
export interface AttachedWindow {
  readonly revision: number;
  /** As `attached` of a window. */
  readonly stamp: string;
  readonly rules: readonly CellRule[];
  /** Where they lead is asked by `cell/link`. */
  readonly links: readonly { readonly range: CellRange; readonly tip: string }[];
  readonly notes: readonly CellNote[];
}
