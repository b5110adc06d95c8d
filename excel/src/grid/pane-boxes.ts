import type { DimensionType, PluginProviders } from '@revolist/revogrid';
import type { Area } from '../cells/address.js';
import { type ColumnType, type Frozen, type PaneArea, type RowType, splitByPane } from './panes.js';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Dimension = PluginProviders['dimension'];

/** Where an area's part is in its pane, in CSS px from the pane's first row and column. */
export function boxOfPart(dimension: Dimension, { rowType, columnType, part }: PaneArea): Box | null {
  if (!part) return null;
  const at = (type: RowType | ColumnType, coordinate: number) =>
    dimension.getViewPortPos({ coordinate, dimension: type as DimensionType });
  const [left, right] = [at(columnType, part.x), at(columnType, part.x1 + 1)];
  const [top, bottom] = [at(rowType, part.y), at(rowType, part.y1 + 1)];
  return { left, top, width: right - left, height: bottom - top };
}

/** How large an area is drawn: panes side by side share their height, those below each other their width. */
export function sizeOfArea(
  dimension: Dimension,
  frozen: Frozen,
  area: Area,
): { width: number; height: number } {
  const widths = new Map<ColumnType, number>();
  const heights = new Map<RowType, number>();
  for (const pane of splitByPane(frozen, area)) {
    const box = boxOfPart(dimension, pane);
    if (!box) continue;
    widths.set(pane.columnType, box.width);
    heights.set(pane.rowType, box.height);
  }
  const sum = (sizes: Map<string, number>) => [...sizes.values()].reduce((total, size) => total + size, 0);
  return { width: sum(widths), height: sum(heights) };
}

/** A layer over the cells of a pane that scrolls with them; RevoGrid knows nothing of it. */
export function layerIn(
  grid: HTMLElement,
  { rowType, columnType }: Pick<PaneArea, 'rowType' | 'columnType'>,
): HTMLElement | null {
  const pane = grid.querySelector(
    `revogr-viewport-scroll.${columnType} revogr-overlay-selection[type="${rowType}"]`,
  );
  if (!pane) return null;
  const known = pane.querySelector<HTMLElement>(':scope > .pane-layer');
  if (known) return known;
  const layer = document.createElement('div');
  layer.className = 'pane-layer';
  pane.append(layer);
  return layer;
}
