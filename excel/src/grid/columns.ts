import { nameColumn, type Position } from '../cells/address.js';
import { type Frozen, positionOf } from './panes.js';
import type { DrawnRun } from './text-runs.js';

export interface Overflow {
  readonly left: number;
  readonly right: number;
  /** The neighbours have no fill of their own: the grid's lines between them go, too. */
  readonly isPlain: boolean;
}

export interface CellNode {
  readonly text: string;
  /** The text in parts that look different. */
  readonly runs: readonly DrawnRun[] | null;
  readonly classes: Record<string, boolean>;
  readonly style: Record<string, string>;
  /** Px that the text may take over empty neighbours; `null`: the cell's own room is enough, or all there is. */
  readonly overflow: Overflow | null;
  readonly title: string | null;
}

/** Where RevoGrid draws a cell: its index in its pane. */
interface Place {
  readonly rowIndex: number;
  readonly type: string;
}

/** A column as RevoGrid wants it; `frozen` is asked at each drawing, since it changes with the sheet. */
export function describeColumn(
  column: number,
  frozen: () => Frozen,
  drawCell: (position: Position) => CellNode,
) {
  const at = ({ rowIndex, type }: Place) => ({
    row: positionOf(frozen(), type, '', rowIndex, 0).row,
    column,
  });
  return {
    prop: column,
    name: nameColumn(column),
    ...(column <= frozen().columns ? { pin: 'colPinStart' as const } : {}),
    columnProperties: () => ({ 'data-column': column }),
    cellProperties: (place: Place) => {
      const position = at(place);
      const { classes, style, title, overflow } = drawCell(position);
      const clip = overflow && { clipPath: `inset(0 ${-overflow.right}px 0 ${-overflow.left}px)` };
      return {
        class: classes,
        style: { ...style, ...clip },
        'aria-rowindex': `${position.row}`,
        ...(title ? { title } : {}),
      };
    },
    cellTemplate: (create: (tag: string, data: object, content: unknown) => unknown, place: Place) => {
      const { text, runs, overflow } = drawCell(at(place));
      const name = !overflow ? 'text' : overflow.isPlain ? 'text over plain' : 'text over';
      const parts = runs?.map((run) => create('span', { style: run.style }, run.text));
      return create('span', { class: name }, parts ?? text);
    },
  };
}

/** Wide enough for the longest row number. */
export function describeRowHeaders(rows: number) {
  return {
    prop: 'row',
    size: Math.max(44, 18 + 8 * String(rows).length),
    cellProperties: () => ({ role: 'rowheader' }),
  };
}
