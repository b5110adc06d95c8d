import type { Area, Position } from '../cells/address.js';

export type RowType = 'rowPinStart' | 'rgRow';
export type ColumnType = 'colPinStart' | 'rgCol';

/** Frozen rows and columns are panes of their own in RevoGrid, each counted from 0. */
export interface Frozen {
  readonly rows: number;
  readonly columns: number;
}

export interface GridShape {
  readonly rows: number;
  readonly columns: number;
  readonly frozen: Frozen;
}

export interface PaneArea {
  readonly rowType: RowType;
  readonly columnType: ColumnType;
  /** Indices in the pane, from 0; `null`: nothing of the area is in it. */
  readonly part: { readonly x: number; readonly y: number; readonly x1: number; readonly y1: number } | null;
}

export function positionOf(
  frozen: Frozen,
  rowType: string,
  columnType: string,
  y: number,
  x: number,
): Position {
  return {
    row: y + 1 + (rowType === 'rgRow' ? frozen.rows : 0),
    column: x + 1 + (columnType === 'rgCol' ? frozen.columns : 0),
  };
}

export function paneOf(frozen: Frozen, { row, column }: Position) {
  const pinnedRow = row <= frozen.rows;
  const pinnedColumn = column <= frozen.columns;
  return {
    rowType: (pinnedRow ? 'rowPinStart' : 'rgRow') as RowType,
    columnType: (pinnedColumn ? 'colPinStart' : 'rgCol') as ColumnType,
    y: row - 1 - (pinnedRow ? 0 : frozen.rows),
    x: column - 1 - (pinnedColumn ? 0 : frozen.columns),
  };
}

/** The parts of an area in the four panes. */
export function splitByPane(frozen: Frozen, area: Area): PaneArea[] {
  const rows = [
    { type: 'rowPinStart' as const, from: 1, to: frozen.rows },
    { type: 'rgRow' as const, from: frozen.rows + 1, to: Infinity },
  ];
  const columns = [
    { type: 'colPinStart' as const, from: 1, to: frozen.columns },
    { type: 'rgCol' as const, from: frozen.columns + 1, to: Infinity },
  ];
  return rows.flatMap((rowPane) =>
    columns.map((columnPane) => {
      const y = Math.max(area.top, rowPane.from) - rowPane.from;
      const y1 = Math.min(area.bottom, rowPane.to) - rowPane.from;
      const x = Math.max(area.left, columnPane.from) - columnPane.from;
      const x1 = Math.min(area.right, columnPane.to) - columnPane.from;
      const part = y <= y1 && x <= x1 ? { x, y, x1, y1 } : null;
      return { rowType: rowPane.type, columnType: columnPane.type, part };
    }),
  );
}

export function isSame(a: GridShape, b: GridShape): boolean {
  const sameSize = a.rows === b.rows && a.columns === b.columns;
  return sameSize && a.frozen.rows === b.frozen.rows && a.frozen.columns === b.frozen.columns;
}
