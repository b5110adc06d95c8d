import type { CellStyle } from '../service/api.js';
import type { ShownCell } from '../session/workbook-session.js';
import { readableColor, textOn } from './readable-color.js';

export interface CellLook {
  readonly classes: Record<string, boolean>;
  readonly style: Record<string, string>;
}

const borderSides = [
  [1, 'Top'],
  [2, 'Right'],
  [4, 'Bottom'],
  [8, 'Left'],
] as const;

/** CSS of one cell: what the file says, and Excel's defaults (numbers right, booleans and errors centred). */
export function lookOf(cell: ShownCell, paper: string): CellLook {
  const { view, pending } = cell;
  const kind = pending ? 'text' : (view?.kind ?? 'empty');
  const classes: Record<string, boolean> = {
    pending,
    number: kind === 'number',
    boolean: kind === 'boolean',
    error: kind === 'error',
    cached: view?.cached === true,
  };
  const style: Record<string, string> = {};
  if (view?.style) applyStyle(view.style, paper, classes, style);
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
  for (const [bit, side] of borderSides) {
    if ((source.borders ?? 0) & bit) style[`border${side}`] = '1px solid var(--cell-border)';
  }
}

/** Whether a text may run over into empty neighbours, as in Excel: left-aligned text that is not wrapped. */
export function mayOverflow({ view, pending }: ShownCell): boolean {
  if (pending) return true;
  if (view?.kind !== 'text' || view.style?.wrap) return false;
  return view.style?.align === undefined || view.style.align === 'left';
}
