import type { CellRange, FilterChoice } from './operations.js';

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
  /** Of a side in `borders` that is not thin and black: Excel's name of the line and its colour, `double #C00000`. */
  readonly borderTop?: string;
  readonly borderRight?: string;
  readonly borderBottom?: string;
  readonly borderLeft?: string;
  /** In steps of Excel, from the side that `align` names. */
  readonly indent?: number;
  /** Degrees, upwards; below 0 downwards. */
  readonly turn?: number;
  /** One letter below the other. */
  readonly stacked?: true;
  /** So small that it fits. */
  readonly shrink?: true;
  /** Excel's name of a pattern, its colour and that of what is behind it: `darkUp #C00000 #FFFFFF`. `fill` is the latter. */
  readonly pattern?: string;
  /** A line through the cell, `up`, `down` or `both`, as other lines are told: `both thin #C00000`. */
  readonly diagonal?: string;
  /** Excel's format code; absent: General. `color` has what it says of colours. */
  readonly numberFormat?: string;
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
  /** Nor can it any more: what the cell depends on was edited. The engine's value is shown, and none is saved. */
  readonly stale?: true;
  /** From conditional formats, as are colours and fonts in `style`. */
  readonly bar?: CellBar;
  readonly icon?: CellIcon;
  /** Its text in parts that look different; absent: it looks the same all along. */
  readonly runs?: readonly TextRun[];
  /** Only the bar and the icon are shown, not the text. */
  readonly bare?: true;
}

/** A part of a cell's text. With a font of its own, nothing of the cell's applies but what the font leaves open. */
export interface TextRun {
  readonly text: string;
  readonly font?: Pick<
    CellStyle,
    'bold' | 'italic' | 'underline' | 'strike' | 'color' | 'fontSizePt' | 'fontName'
  > & {
    /** Above the line and smaller; false: below it. */
    readonly raised?: boolean;
  };
}

/** A data bar; positions are parts of the cell's width, 0 at its left. */
export interface CellBar {
  readonly from: number;
  readonly to: number;
  readonly color: string;
  /** It fades away from the axis. */
  readonly gradient?: true;
  /** Where negative bars meet the others. */
  readonly axis?: number;
}

/** An icon of an icon set. */
export interface CellIcon {
  readonly shape: string;
  readonly color: string;
  /** Of a rating: how many of how many. */
  readonly count?: number;
  readonly of?: number;
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
  /** Widths in CSS px of the window's columns, heights of its rows; null: default, 0: hidden. */
  readonly columnWidths: readonly (number | null)[];
  readonly rowHeights: readonly (number | null)[];
  /** Merged blocks that touch the window, whole; absent: none. */
  readonly merges?: readonly CellRange[];
  /** The sheet's filter; absent: none. */
  readonly filter?: { readonly range: CellRange; readonly choices: readonly FilterChoice[] };
  /** Conditional formats of the sheet that can't be evaluated as Excel does, and are not drawn; absent: none. */
  readonly undrawnFormats?: number;
  /** Another one whenever something else may be attached to the sheet's cells (`sheet/attached`); absent: nothing. */
  readonly attached?: string;
}

export interface CellEdit {
  readonly sheet: number;
  readonly row: number;
  readonly column: number;
  /** As typed: `12`, `text`, `=A1*2`, `'007`; empty clears. */
  readonly input: string;
}

export interface CellPlace {
  readonly sheet: number;
  readonly row: number;
  readonly column: number;
}
