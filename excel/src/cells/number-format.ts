/** What is not a place for digits in a format code: quoted and escaped characters, brackets, paddings. */
const pieces = /"[^"]*"|\\.|\[[^\]]*\]|[_*].|;|[^";\\[_*]+|./gs;

export type FormatKind =
  | 'general'
  | 'number'
  | 'currency'
  | 'percent'
  | 'scientific'
  | 'date'
  | 'time'
  | 'text'
  | 'custom';

/** What a format code is for, as the list of formats says it. */
export function kindOfFormat(code: string | undefined): FormatKind {
  if (code === undefined || code.toLowerCase() === 'general') return 'general';
  const first = code.match(pieces) ?? [];
  const plain = first.filter((piece) => !/^["\\[_*]/.test(piece)).join('');
  const marks = first.filter((piece) => /^["\\[]/.test(piece)).join('');
  if (plain.trim() === '@') return 'text';
  if (/[yd]/i.test(plain)) return 'date';
  if (/[hs]/i.test(plain) || /^\[[hms]+\]/i.test(code)) return 'time';
  if (/[$€£¥₩₹₽]/.test(plain + marks)) return 'currency';
  if (plain.includes('%')) return 'percent';
  if (/[0#]E[+-]/i.test(plain)) return 'scientific';
  return /^[#,0.;() -]+$/.test(plain) ? 'number' : 'custom';
}

/**
 * The format with one digit more or less behind the point, in each of its sections.
 *
 * @param shown the cell's text, which says how many digits there are where the format does not
 * @returns `null`: it has none, such as a date's
 */
export function changeDecimals(code: string | undefined, by: 1 | -1, shown: string): string | null {
  const kind = kindOfFormat(code);
  if (kind === 'general') {
    const decimals = /^-?\d+\.(\d+)$/.exec(shown)?.[1]?.length ?? 0;
    return withDecimals('0', Math.max(0, decimals + by));
  }
  if (kind === 'date' || kind === 'time' || kind === 'text' || code!.includes('/')) return null;
  let isDone = false;
  return (code!.match(pieces) ?? [])
    .map((piece) => {
      if (piece === ';') isDone = false;
      if (isDone || !/[0#?]/.test(piece) || /^["\\[_*]/.test(piece)) return piece;
      isDone = true;
      return piece.replace(/([0#?,]*[0#?])(?:\.([0#?]*))?/, (_, whole: string, decimals = '') => {
        if (by > 0) return `${whole}.${decimals}0`;
        return decimals.length > 1 ? `${whole}.${decimals.slice(0, -1)}` : whole;
      });
    })
    .join('');
}

function withDecimals(whole: string, decimals: number): string {
  return decimals === 0 ? whole : `${whole}.${'0'.repeat(decimals)}`;
}
