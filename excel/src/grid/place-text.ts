import type { CellStyle } from '../service/api.js';

/** Excel's step of an indent: three blanks of the usual font. */
const indentPx = 9;

/** Indented, turned and stacked texts. */
export function placeText(
  { indent, turn, stacked, align }: CellStyle,
  classes: Record<string, boolean>,
  style: Record<string, string>,
): void {
  if (indent) {
    classes.indented = true;
    const px = `calc(${indent * indentPx}px * var(--zoom, 1))`;
    style['--indent'] = align === 'right' ? `0 ${px} 0 0` : `0 0 0 ${px}`;
  }
  if (stacked) classes.stacked = true;
  else if (turn === 90) classes.upwards = true;
  else if (turn === -90) classes.downwards = true;
  else if (turn) {
    classes.turned = true;
    style['--turn'] = `${-turn}deg`;
  }
  // A text that stands has no side of its own.
  if ((turn || stacked) && !align) style.justifyContent = 'center';
}

/** It is not measured along the row: it neither runs over nor is too wide. */
export function isTurned(style: Pick<CellStyle, 'turn' | 'stacked'> | null | undefined): boolean {
  return Boolean(style?.turn || style?.stacked);
}

/** What an indent takes of a cell's width, in CSS px at 100 %. */
export function indentRoom(style: CellStyle | null | undefined): number {
  return (style?.indent ?? 0) * indentPx;
}
