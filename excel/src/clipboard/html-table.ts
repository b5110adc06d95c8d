import type { CellStyle } from '../service/api.js';

export interface HtmlCell {
  readonly text: string;
  readonly style: CellStyle | null;
}

/** A table as other spreadsheets and word processors read it. */
export function writeHtml(rows: readonly (readonly HtmlCell[])[]): string {
  const lines = rows.map((row) => `<tr>${row.map(writeCell).join('')}</tr>`);
  return `<meta charset="utf-8"><table>${lines.join('')}</table>`;
}

function writeCell({ text, style }: HtmlCell): string {
  const rules = style ? cssOf(style) : [];
  const attribute = rules.length ? ` style="${escapeHtml(rules.join(';'))}"` : '';
  return `<td${attribute}>${escapeHtml(text).replaceAll('\n', '<br>')}</td>`;
}

function cssOf(style: CellStyle): string[] {
  return [
    style.bold && 'font-weight:bold',
    style.italic && 'font-style:italic',
    style.underline && 'text-decoration:underline',
    style.color && `color:${style.color}`,
    style.fill && `background-color:${style.fill}`,
    style.align && `text-align:${style.align}`,
  ].filter((rule) => typeof rule === 'string');
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/**
 * The first table of what another program put on the clipboard, as texts; `null`: it holds none. The markup is
 * parsed into a document of its own, where no script runs and nothing is loaded.
 */
export function readHtml(html: string): string[][] | null {
  const table = new DOMParser().parseFromString(html, 'text/html').querySelector('table');
  if (!table) return null;
  const rows: string[][] = [];
  const taken: boolean[][] = [];
  [...table.rows].forEach((line, down) => {
    const row: string[] = [];
    rows[down] = row;
    let across = 0;
    for (const cell of line.cells) {
      while (taken[down]?.[across]) row[across++] = '';
      row[across] = textOf(cell);
      claim(taken, down, across, cell.rowSpan, cell.colSpan);
      for (let extra = 1; extra < cell.colSpan; extra++) row[across + extra] = '';
      across += Math.max(1, cell.colSpan);
    }
  });
  return rows.length > 0 ? rows.map((row) => Array.from(row, (text) => text ?? '')) : null;
}

function claim(taken: boolean[][], top: number, left: number, rows: number, columns: number): void {
  for (let down = top; down < top + rows; down++) {
    taken[down] ??= [];
    for (let across = left; across < left + columns; across++) taken[down]![across] = true;
  }
}

/** Line breaks stay, the source's own indentation goes. */
function textOf(cell: HTMLTableCellElement): string {
  for (const br of cell.querySelectorAll('br')) br.replaceWith('\u2028');
  const text = (cell.textContent ?? '').replace(/[ \t\r\n\u00a0]+/g, ' ').trim();
  return text.replace(/ *\u2028 */g, '\n');
}
