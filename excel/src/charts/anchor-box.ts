import { lastColumn, lastRow } from '../cells/address.js';
import type { Box } from '../grid/pane-boxes.js';
import type { SheetSizes } from '../grid/sheet-sizes.js';
import type { ChartAnchor, ChartCorner } from '../service/api.js';

type Sizes = Pick<SheetSizes, 'leftOf' | 'topOf'>;

/** Where an anchor is drawn, in px of the screen from the sheet's first cell. @param scale of the zoom */
export function boxOfAnchor({ from, to, size }: ChartAnchor, sizes: Sizes, scale: number): Box {
  const start = placeOf(from, sizes, scale);
  if (size) return { ...start, width: size.width * scale, height: size.height * scale };
  const end = placeOf(to, sizes, scale);
  return { ...start, width: Math.max(0, end.left - start.left), height: Math.max(0, end.top - start.top) };
}

/** The reverse. What it is made of stays: a second corner, or a size. */
export function anchorOfBox(box: Box, sizes: Sizes, scale: number, like?: ChartAnchor): ChartAnchor {
  const from = cornerAt(box.left, box.top, sizes, scale);
  if (like?.size)
    return { from, size: { width: Math.round(box.width / scale), height: Math.round(box.height / scale) } };
  return { from, to: cornerAt(box.left + box.width, box.top + box.height, sizes, scale) };
}

/** More px than a cell has are as many as it has, as in Excel. */
function placeOf({ row, column, dx, dy }: ChartCorner, sizes: Sizes, scale: number) {
  const left = sizes.leftOf(column, scale);
  const top = sizes.topOf(row, scale);
  // What stands on no cell is counted from the sheet's corner.
  const isFree = row === 1 && column === 1;
  const right = isFree ? Infinity : sizes.leftOf(column + 1, scale);
  const bottom = isFree ? Infinity : sizes.topOf(row + 1, scale);
  return { left: Math.min(left + dx * scale, right), top: Math.min(top + dy * scale, bottom) };
}

function cornerAt(left: number, top: number, sizes: Sizes, scale: number): ChartCorner {
  const column = lastStartingAt(Math.max(0, left), lastColumn, (index) => sizes.leftOf(index, scale));
  const row = lastStartingAt(Math.max(0, top), lastRow, (index) => sizes.topOf(index, scale));
  const inside = (place: number, start: number) => Math.max(0, Math.round((place - start) / scale));
  return {
    row,
    column,
    dx: inside(left, sizes.leftOf(column, scale)),
    dy: inside(top, sizes.topOf(row, scale)),
  };
}

/** The last line that begins at or before a place. */
function lastStartingAt(place: number, last: number, startOf: (index: number) => number): number {
  let [low, high] = [1, last];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (startOf(middle) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
