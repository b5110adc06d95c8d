import type { CellIcon } from '../service/api.js';

/** On a field of 16 × 16. */
const arrowUp = 'M8 1 14 8H10.5V15H5.5V8H2Z';
const star = 'M8 1 10 6 15.3 6.3 11.2 9.7 12.6 15 8 12 3.4 15 4.8 9.7.7 6.3 6 6Z';
const shapes: Readonly<Record<string, string>> = {
  ArrowUp: path(arrowUp),
  ArrowAngleUp: path(arrowUp, 'rotate(45 8 8)'),
  ArrowRight: path(arrowUp, 'rotate(90 8 8)'),
  ArrowAngleDown: path(arrowUp, 'rotate(135 8 8)'),
  ArrowDown: path(arrowUp, 'rotate(180 8 8)'),
  Circle: '<circle cx="8" cy="8" r="6.5"/>',
  TriangleUp: path('M8 3 14.5 13H1.5Z'),
  TriangleDown: path('M8 13 1.5 3H14.5Z'),
  FlatRectangle: '<rect x="1.5" y="6" width="13" height="4"/>',
  Rhombus: path('M8 1.5 14.5 8 8 14.5 1.5 8Z'),
  Check: path('M1.5 8.5 4 6 6.5 8.5 12 3 14.5 5.5 6.5 13.5Z'),
  Cross: path('M3.5 1.5 8 6 12.5 1.5 14.5 3.5 10 8 14.5 12.5 12.5 14.5 8 10 3.5 14.5 1.5 12.5 6 8 1.5 3.5Z'),
  Exclamation: '<rect x="6.5" y="1.5" width="3" height="8.5"/><circle cx="8" cy="13" r="1.8"/>',
  Flag: path('M3 1.5H5V2.5L14 6 5 9.5V15H3Z'),
  Star: path(star),
  Heart: path('M8 14 2 8A3.6 3.6 0 0 1 8 4 3.6 3.6 0 0 1 14 8Z'),
};

const images = new Map<string, string>();

/** As CSS has images. */
export function iconImage(icon: CellIcon): string {
  const key = `${icon.shape} ${icon.color} ${icon.count}/${icon.of}`;
  let image = images.get(key);
  if (image === undefined) {
    const line = 'stroke="#0006" stroke-width=".6" stroke-linejoin="round"';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="${icon.color}" ${line}>${bodyOf(icon)}</svg>`;
    image = `url("data:image/svg+xml,${encodeURIComponent(svg)}")`;
    images.set(key, image);
  }
  return image;
}

function bodyOf({ shape, count, of }: CellIcon): string {
  if (count !== undefined && of !== undefined) return ratingOf(shape, count, of);
  // A shape that a newer engine knows: its colour says the most of it.
  return shapes[shape] ?? shapes.Circle!;
}

/** Stars and circles fill up, bars become more. */
function ratingOf(shape: string, count: number, of: number): string {
  if (shape !== 'Star' && shape !== 'Circle') {
    const width = 13 / of;
    return Array.from({ length: of }, (_, index) => {
      const height = (13 * (index + 1)) / of;
      const empty = index < count ? '' : ' fill="#c8ccd2"';
      return `<rect x="${1.5 + index * width}" y="${14.5 - height}" width="${width * 0.75}" height="${height}"${empty}/>`;
    }).join('');
  }
  const part = of > 1 ? (count - 1) / (of - 1) : 1;
  const body = shapes[shape]!;
  const clip = shape === 'Star' ? `<rect width="${16 * part}" height="16"/>` : sector(part);
  return `<clipPath id="p">${clip}</clipPath><g fill="#fff">${body}</g><g clip-path="url(#p)">${body}</g>`;
}

/** Of a round pie, clockwise from the top. */
function sector(part: number): string {
  if (part >= 1) return '<rect width="16" height="16"/>';
  const angle = 2 * Math.PI * part;
  const [x, y] = [8 + 8 * Math.sin(angle), 8 - 8 * Math.cos(angle)];
  return path(`M8 8V0A8 8 0 ${part > 0.5 ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}Z`);
}

function path(d: string, transform = ''): string {
  return `<path d="${d}"${transform && ` transform="${transform}"`}/>`;
}
