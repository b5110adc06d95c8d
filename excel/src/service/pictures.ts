import type { ChartAnchor } from './charts.js';

/** A picture that stands over the cells of a sheet. */
export interface Picture {
  readonly id: string;
  /** Of the package: what `workbook/picture` gives the bytes of. */
  readonly part: string;
  readonly sheet: number;
  readonly anchor: ChartAnchor;
  /** What the file says of it to whoever can't see it, or its name. */
  readonly name: string;
  /** What is cut off at each side, as parts of the whole picture. */
  readonly crop: {
    readonly left: number;
    readonly top: number;
    readonly right: number;
    readonly bottom: number;
  };
  /** Degrees, clockwise. */
  readonly turn: number;
  /** Its left and right are exchanged. */
  readonly flipped: boolean;
}
