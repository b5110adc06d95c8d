import type { CellStyle } from '../service/api.js';

/** CSS width and style of Excel's lines. */
const lines: Readonly<Record<string, string>> = {
  hair: '1px dotted',
  dotted: '1px dotted',
  dashed: '1px dashed',
  dashDot: '1px dashed',
  dashDotDot: '1px dashed',
  medium: '2px solid',
  mediumDashed: '2px dashed',
  mediumDashDot: '2px dashed',
  mediumDashDotDot: '2px dashed',
  slantDashDot: '2px dashed',
  thick: '3px solid',
  double: '3px double',
};

const sides = [
  ['Top', 1],
  ['Right', 2],
  ['Bottom', 4],
  ['Left', 8],
] as const;

/** Where a line has to be drawn by the cell itself; the service gives both neighbours the line between them. */
export interface OpenSides {
  readonly top: boolean;
  readonly left: boolean;
}

/** Right and bottom lines take the place of the grid's; top and left ones only where no cell is drawn before. */
export function drawBorders(source: CellStyle, open: OpenSides, style: Record<string, string>): void {
  for (const [side, bit] of sides) {
    const isNeighbours = (side === 'Top' && !open.top) || (side === 'Left' && !open.left);
    if ((source.borders ?? 0) & bit && !isNeighbours) {
      style[`border${side}`] = lineOf(source[`border${side}`]);
    } else if (source.fill && (side === 'Right' || side === 'Bottom')) {
      // A fill covers the grid's lines.
      style[`border${side}Color`] = 'transparent';
    }
  }
}

function lineOf(described: string | undefined): string {
  const [name = 'thin', color] = described?.split(' ') ?? [];
  // Black is drawn in the theme's own, so that it can be seen in the dark.
  const isUsual = color === undefined || color.toUpperCase() === '#000000';
  return `${lines[name] ?? '1px solid'} ${isUsual ? 'var(--cell-border)' : color}`;
}
