import type { TextRun } from '../service/api.js';
import type { ShownCell } from '../session/workbook-session.js';
import { readableColor } from './readable-color.js';

/** A part of a cell's text, as CSS has it. */
export interface DrawnRun {
  readonly text: string;
  readonly style: Record<string, string>;
}

/** The parts of a text that looks different in parts; `null`: it looks the same all along, or is on its way. */
export function drawRuns({ view, pending }: ShownCell, paper: string): readonly DrawnRun[] | null {
  if (!view?.runs || pending || view.bare) return null;
  const ground = view.style?.fill ?? paper;
  return view.runs.map((run) => ({ text: run.text, style: styleOf(run, ground) }));
}

function styleOf({ font }: TextRun, ground: string): Record<string, string> {
  if (!font) return {};
  const style: Record<string, string> = {
    fontWeight: font.bold ? '600' : 'normal',
    fontStyle: font.italic ? 'italic' : 'normal',
  };
  const lines = [font.underline && 'underline', font.strike && 'line-through'].filter(Boolean).join(' ');
  if (lines) style.textDecoration = lines;
  const color = readableColor(font.color, ground);
  if (color) style.color = color;
  const shrink = font.raised === undefined ? 1 : 0.7;
  if (font.fontSizePt)
    style.fontSize = `calc(${Math.round((font.fontSizePt * 96 * shrink) / 72)}px * var(--zoom, 1))`;
  if (font.fontName) style.fontFamily = `"${font.fontName.replaceAll('"', '')}", var(--font-cell)`;
  if (font.raised !== undefined) style.verticalAlign = font.raised ? 'super' : 'sub';
  return style;
}
