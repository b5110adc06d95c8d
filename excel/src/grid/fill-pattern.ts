/** How much of a dotted pattern is its own colour. */
const shares: Readonly<Record<string, number>> = {
  gray0625: 6,
  gray125: 13,
  lightGray: 25,
  mediumGray: 50,
  darkGray: 75,
};
/** Directions of the lines of the others. */
const directions: Readonly<Record<string, readonly string[]>> = {
  Horizontal: ['to bottom'],
  Vertical: ['to right'],
  Up: ['135deg'],
  Down: ['45deg'],
  Grid: ['to bottom', 'to right'],
  Trellis: ['45deg', '135deg'],
};
const stepPx = 4;

/** A likeness of Excel's patterns, as CSS images. @param pattern as in `CellStyle`; `darkUp #C00000 #FFFFFF` */
export function patternImages(pattern: string): string[] {
  const [kind = '', color = ''] = pattern.split(' ');
  const share = shares[kind];
  if (share !== undefined) {
    const mixed = `color-mix(in srgb, ${color} ${share}%, transparent)`;
    return [`linear-gradient(${mixed}, ${mixed})`];
  }
  const [, strength, shape = ''] = /^(light|dark)(\w+)$/.exec(kind) ?? [];
  const widthPx = strength === 'dark' ? 2 : 1;
  return (directions[shape] ?? []).map(
    (direction) =>
      `repeating-linear-gradient(${direction}, ${color} 0 ${widthPx}px, transparent ${widthPx}px ${stepPx}px)`,
  );
}

/** @param diagonal as in `CellStyle`; `both thin #C00000` */
export function diagonalImages(diagonal: string): string[] {
  const [way = '', line = '', color = '#000000'] = diagonal.split(' ');
  const half = line === 'thick' ? 1.5 : line === 'medium' ? 1 : 0.5;
  const corners =
    way === 'both'
      ? ['to right bottom', 'to right top']
      : [way === 'up' ? 'to right bottom' : 'to right top'];
  return corners.map(
    (corner) =>
      `linear-gradient(${corner}, transparent calc(50% - ${half}px), ${color} calc(50% - ${half}px) calc(50% + ${half}px), transparent calc(50% + ${half}px))`,
  );
}
