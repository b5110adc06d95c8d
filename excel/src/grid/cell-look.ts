import type { CellStyle } from '../service/api.js';
import type { ShownCell } from '../session/workbook-session.js';
import { drawBorders, type OpenSides } from './cell-borders.js';
import { drawMarks } from './cell-marks.js';
import { isTurned, placeText } from './place-text.js';
import { readableColor, textOn } from './readable-color.js';

export interface CellLook {
  readonly classes: Record<string, boolean>;
  readonly style: Record<string, string>;
}

const allSides: OpenSides = { top: true, left: true };

/** CSS of one cell: what the file says, and Excel's defaults (numbers right, booleans and errors centred). */
export function lookOf(cell: ShownCell, paper: string, open: OpenSides = allSides): CellLook {
  const { view, pending } = cell;
  const kind = pending ? 'text' : (view?.kind ?? 'empty');
  const classes: Record<string, boolean> = {
    pending,
    number: kind === 'number',
    boolean: kind === 'boolean',
    error: kind === 'error',
    cached: view?.cached === true || view?.stale === true,
  };
  const style: Record<string, string> = {};
  if (view?.style) {
    applyStyle(view.style, paper, classes, style);
    drawBorders(view.style, open, style);
  }
  drawMarks(cell, classes, style);
  return { classes, style };
}

function applyStyle(
  source: CellStyle,
  paper: string,
  classes: Record<string, boolean>,
  style: Record<string, string>,
) {
  if (source.bold) style.fontWeight = '600';
  if (source.italic) style.fontStyle = 'italic';
  const lines = [source.underline && 'underline', source.strike && 'line-through'].filter(Boolean).join(' ');
  if (lines) style.textDecoration = lines;
  if (source.fill) style.backgroundColor = source.fill;
  const ground = source.fill ?? paper;
  const color = readableColor(source.color, ground) ?? (source.fill ? textOn(source.fill) : null);
  if (color) style.color = color;
  if (source.fontSizePt)
    style.fontSize = `calc(${Math.round((source.fontSizePt * 96) / 72)}px * var(--zoom, 1))`;
  if (source.fontName) style.fontFamily = `"${source.fontName.replaceAll('"', '')}", var(--font-cell)`;
  if (source.align)
    style.justifyContent = { left: 'start', center: 'center', right: 'end', justify: 'start' }[source.align];
  if (source.align) style.textAlign = source.align;
  if (source.verticalAlign)
    style.alignItems = { top: 'start', center: 'center', bottom: 'end' }[source.verticalAlign];
  if (source.wrap) classes.wrap = true;
  placeText(source, classes, style);
}

export type OverflowSide = 'right' | 'left' | 'both';

/** Where a text runs over into empty neighbours, as in Excel: text that is not wrapped, away from its alignment. */
export function overflowSide({ view, pending }: ShownCell): OverflowSide | null {
  if (pending) return 'right';
  if (view?.kind !== 'text' || view.style?.wrap || isTurned(view.style)) return null;
  const align = view.style?.align ?? 'left';
  if (align === 'justify') return null;
  return align === 'left' ? 'right' : align === 'right' ? 'left' : 'both';
}
