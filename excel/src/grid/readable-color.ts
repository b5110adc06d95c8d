/**
 * Workbooks are drawn for white paper. In dark mode a colour that can't be read on the cell's ground is replaced by
 * the theme's own text colour; what the file says stays as it is.
 */
const enough = 3;

/** The text colour to use, or `null` for the theme's own. */
export function readableColor(color: string | undefined, ground: string): string | null {
  const groundLuminance = luminanceOf(ground);
  if (color !== undefined) {
    const own = luminanceOf(color);
    if (own === null || groundLuminance === null || contrast(own, groundLuminance) >= enough) return color;
  }
  return null;
}

/** Black or white, whichever reads better on a filled cell. */
export function textOn(ground: string): string | null {
  const luminance = luminanceOf(ground);
  if (luminance === null) return null;
  return contrast(luminance, 0) >= contrast(luminance, 1) ? '#111' : '#fff';
}

/** WCAG's relative luminance of a hex colour; `null`: another notation. */
export function luminanceOf(color: string): number | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(color);
  if (!match) return null;
  const [red, green, blue] = match.slice(1, 4).map((hex) => {
    const share = Number.parseInt(hex, 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
