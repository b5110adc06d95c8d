import type { CellRange } from './operations.js';

/** Those that are drawn. */
export type DrawnKind = 'column' | 'bar' | 'line' | 'area' | 'pie' | 'doughnut' | 'scatter';

/** A cell, and CSS px at 100 % from its upper left corner: more than the cell has are as many as it has. */
export interface ChartCorner {
  readonly row: number;
  readonly column: number;
  readonly dx: number;
  readonly dy: number;
}

/**
 * Where a chart stands, as files say it: from a corner to a corner, and its cells move and stretch it; or from a corner
 * on, so wide and high in CSS px. It follows inserted and deleted rows and columns.
 */
export type ChartAnchor =
  | { readonly from: ChartCorner; readonly to: ChartCorner; readonly size?: undefined }
  | {
      readonly from: ChartCorner;
      readonly to?: undefined;
      readonly size: { readonly width: number; readonly height: number };
    };

/** Ranges are empty where the file holds the values itself, or where they were deleted. */
export interface ChartSeries {
  /** In a combination they differ: columns, lines and areas over one another. */
  readonly kind: DrawnKind;
  readonly name: readonly CellRange[];
  /** Of a scatter chart: its x. */
  readonly categories: readonly CellRange[];
  readonly values: readonly CellRange[];
  /** CSS colour. */
  readonly color: string;
  /** Of single points, such as slices; null or left out: the palette's. */
  readonly points: readonly (string | null)[];
  readonly line: boolean;
  readonly markers: boolean;
  readonly smooth: boolean;
  readonly grouping: 'none' | 'stacked' | 'percent';
  /** On the second axis. */
  readonly secondary: boolean;
}

export interface ChartAxis {
  readonly title: string;
  readonly min: number | null;
  readonly max: number | null;
  readonly reversed: boolean;
  readonly shown: boolean;
}

/** What a chart was made of here. Columns are series, unless the range is wider than high. */
export interface ChartSelection {
  readonly range: CellRange;
  /** First row and first column of the range are names. */
  readonly headerRow: boolean;
  readonly headerColumn: boolean;
}

export interface Chart {
  /** A UUID, or for some that the file brought along the name of their part. The same as long as the workbook is open. */
  readonly id: string;
  /** `here`: made since the workbook was opened. It is in the file once the workbook is saved. */
  readonly source: 'file' | 'here';
  /** The sheet that it stands on. */
  readonly sheet: number;
  /** The file's own name for it, such as `Chart 1`; may be empty. */
  readonly name: string;
  /** `other`: it can't be drawn, and is kept in the file as it is. */
  readonly kind: DrawnKind | 'other';
  /** Of `other`: the file's word for it, such as `bar3D`, `stock`, `pivot`, `waterfall`; `unknown`. */
  readonly what: string;
  /** What was typed as its title; what is shown is in `ChartData`. */
  readonly title: string;
  readonly anchor: ChartAnchor;
  readonly series: readonly ChartSeries[];
  /** For slices, one after the other. */
  readonly palette: readonly string[];
  readonly legend: 'right' | 'left' | 'top' | 'bottom' | null;
  /** Of the categories, the values, and those on a second axis. */
  readonly axes: readonly [ChartAxis, ChartAxis, ChartAxis];
  /** null: made by another program. It can be moved, sized and removed; its kind and title stay. */
  readonly selection: ChartSelection | null;
}

/** What of a chart is new; what is left out stays. A new chart has all of it, and stands on the sheet of its range. */
export interface ChartChange extends Partial<ChartSelection> {
  readonly kind?: DrawnKind;
  /** At most 255 characters; empty: the name of a single series is shown. */
  readonly title?: string;
  readonly anchor?: ChartAnchor;
}

/** What a chart shows now. */
export interface ChartData {
  readonly id: string;
  readonly title: string;
  /** As the cells show them; as many as values; none of a scatter chart. */
  readonly labels: readonly string[];
  readonly series: readonly {
    readonly name: string;
    /** What is no number is null. */
    readonly values: readonly (number | null)[];
    /** Of a scatter chart. */
    readonly x: readonly (number | null)[] | null;
  }[];
  /** Of the value axes: `%`, or a currency's sign, with a space behind it when it stands before the number; or empty. */
  readonly units: readonly [string, string];
  /** Points of a series without those in hidden rows and columns; fewer are drawn where there are very many: the lowest and highest of each stretch. */
  readonly points: number;
  readonly drawn: number;
}
