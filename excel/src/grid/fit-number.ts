/**
 * A number without a format of its own, in as many digits as fit: Excel rounds what is behind the point, then writes
 * powers of ten.
 *
 * @param fits whether a text has room
 * @returns `null`: not even that fits, and half a number is a wrong number
 */
export function fitNumber(text: string, fits: (text: string) => boolean): string | null {
  const value = Number(text);
  if (text === '' || !Number.isFinite(value)) return null;
  const [mantissa = '', exponent] = text.toUpperCase().split('E');
  const decimals = mantissa.split('.')[1]?.length ?? 0;
  // What would be rounded to next to nothing is written with a power of ten.
  const isSmall = value !== 0 && Math.abs(value) < 0.0001;
  if (exponent === undefined && !isSmall) {
    for (let kept = decimals - 1; kept >= 0; kept--) {
      const rounded = value.toFixed(kept);
      if (fits(rounded)) return rounded.includes('.') ? rounded.replace(/\.?0+$/, '') : rounded;
    }
  }
  for (let kept = exponent === undefined ? 5 : decimals; kept >= 0; kept--) {
    const short = asExcelWrites(value.toExponential(kept));
    if (fits(short)) return short;
  }
  return null;
}

/** `1.5e+9` → `1.5E+09`. */
function asExcelWrites(text: string): string {
  const [mantissa = '', exponent = ''] = text.split('e');
  const digits = exponent.slice(1).padStart(2, '0');
  return `${mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa}E${exponent[0]}${digits}`;
}
