import { nameColumn, type Position } from '../cells/address.js';
import { type Frozen, positionOf } from './panes.js';

export interface CellNode {
  readonly text: string;
  readonly classes: Record<string, boolean>;
  readonly style: Record<string, string>;
  /** Width in px that the text may take, over empty neighbours; 0: the cell's own. */
  readonly overflow: number;
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
      const { classes, style, title } = drawCell(position);
      return { class: classes, style, 'aria-rowindex': `${position.row}`, ...(title ? { title } : {}) };
    },
    cellTemplate: (create: (tag: string, data: object, text: string) => unknown, place: Place) => {
      const { text, overflow } = drawCell(at(place));
      const wide = { class: 'text over', style: { width: `${overflow}px` } };
      return create('span', overflow ? wide : { class: 'text' }, text);
    },
  };
}
