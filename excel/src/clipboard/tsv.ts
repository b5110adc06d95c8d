/** Lines of tab-separated cells, quoted where a cell holds a tab, a quote or a line break, as Excel does it. */
export function writeTsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.map(quote).join('\t')).join('\n');
}

function quote(text: string): string {
  return /[\t\n\r]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The reverse; a last line break ends the last line and does not begin another. */
export function readTsv(text: string): string[][] {
  const rows: string[][] = [[]];
  const source = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  let at = 0;
  for (;;) {
    const quoted = source[at] === '"' ? readQuoted(source, at) : null;
    const end = quoted?.end ?? endOfPlain(source, at);
    rows.at(-1)!.push(quoted?.text ?? source.slice(at, end));
    if (end >= source.length) return rows;
    if (source[end] === '\n') rows.push([]);
    at = end + 1;
  }
}

/** `null`: the quote is the text's own, since none closes it before a tab or the line's end. */
function readQuoted(source: string, start: number): { text: string; end: number } | null {
  let at = start + 1;
  for (;;) {
    const close = source.indexOf('"', at);
    if (close < 0) return null;
    if (source[close + 1] === '"') {
      at = close + 2;
      continue;
    }
    const end = close + 1;
    if (end < source.length && source[end] !== '\t' && source[end] !== '\n') return null;
    return { text: source.slice(start + 1, close).replaceAll('""', '"'), end };
  }
}

function endOfPlain(source: string, start: number): number {
  const ends = [source.indexOf('\t', start), source.indexOf('\n', start)].filter((end) => end >= 0);
  return Math.min(source.length, ...ends);
}
