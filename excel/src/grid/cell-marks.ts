import type { CellView } from '../cells/block-cache.js';
import type { CellBar } from '../service/api.js';
import type { ShownCell } from '../session/workbook-session.js';
import { iconImage } from './cell-icons.js';
import { diagonalImages, patternImages } from './fill-pattern.js';

/** A picture behind the text: its image, its size and its place, as CSS has them. */
interface Layer {
  readonly image: string;
  readonly size: string;
  readonly position: string;
}

const iconPx = 14;

/** Data bars, icons, diagonal lines and patterns, drawn behind the text, over the fill. */
export function drawMarks(
  { view, pending }: ShownCell,
  classes: Record<string, boolean>,
  style: Record<string, string>,
): void {
  const layers = view ? layersOf(view, pending) : [];
  if (layers.length === 0) return;
  if (view?.icon && !pending) classes.iconed = true;
  style.backgroundImage = layers.map(({ image }) => image).join(', ');
  style.backgroundSize = layers.map(({ size }) => size).join(', ');
  style.backgroundPosition = layers.map(({ position }) => position).join(', ');
  style.backgroundRepeat = 'no-repeat';
}

/** From the front. What was typed and is on its way has no value that a bar or an icon could be of. */
function layersOf({ icon, bar, style }: CellView, pending: boolean): Layer[] {
  const layers: Layer[] = [];
  if (icon && !pending) {
    const size = `calc(${iconPx}px * var(--zoom, 1))`;
    const position = 'calc(3px * var(--zoom, 1)) center';
    layers.push({ image: iconImage(icon), size: `${size} ${size}`, position });
  }
  if (style?.diagonal) layers.push(...diagonalImages(style.diagonal).map(overAll));
  if (bar && !pending) layers.push(...barLayers(bar));
  if (style?.pattern) layers.push(...patternImages(style.pattern).map(overAll));
  return layers;
}

function overAll(image: string): Layer {
  return { image, size: '100% 100%', position: '0 0' };
}

function barLayers({ from, to, color, gradient, axis }: CellBar): Layer[] {
  const layers: Layer[] = [];
  if (axis !== undefined) {
    const line = 'linear-gradient(var(--cell-border), var(--cell-border))';
    layers.push({ image: line, size: '1px 100%', position: `${axis * 100}% 0` });
  }
  const width = to - from;
  if (width <= 0) return layers;
  const isNegative = axis !== undefined && to <= axis;
  const far = gradient ? `color-mix(in srgb, ${color} 25%, transparent)` : color;
  layers.push({
    image: `linear-gradient(${isNegative ? 'to left' : 'to right'}, ${color}, ${far})`,
    size: `${round(width * 100)}% calc(100% - 4px)`,
    // The place of a background is a part of what it leaves free.
    position: `${width >= 1 ? 0 : round((from / (1 - width)) * 100)}% center`,
  });
  return layers;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
