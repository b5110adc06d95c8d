import { type Area, lastColumn, lastRow, parseArea, parseCell, spanOf } from '../cells/address.js';

/** A reference as it stands in a formula's text. */
export interface Reference {
  readonly start: number;
  readonly end: number;
  /** As written, quotes taken off; `null`: the formula's own sheet. */
  readonly sheet: string | null;
  readonly area: Area;
}

/** Texts in quotes, names of sheets before `!`, and what looks like cells, areas, whole columns and whole rows. */
const pieces =
  /"(?:[^"]|"")*"?|((?:'(?:[^']|'')+'|[\p{L}_][\p{L}\p{N}_.]*)!)?(\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}(?::\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6})?|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}|\$?[1-9]\d{0,6}:\$?[1-9]\d{0,6})(?![\p{L}\p{N}_.(!])|[\p{L}\p{N}_.]+/gu;

export function referencesIn(formula: string): Reference[] {
  if (!formula.startsWith('=')) return [];
  const found: Reference[] = [];
  for (const match of formula.matchAll(pieces)) {
    const [whole, prefix, written] = match;
    const area = written === undefined ? null : areaOf(written);
    if (!area) continue;
    const end = match.index + whole.length;
    found.push({
      start: end - written!.length,
      end,
      sheet: prefix ? unquote(prefix.slice(0, -1)) : null,
      area,
    });
  }
  return found;
}

function areaOf(written: string): Area | null {
  const plain = written.replaceAll('$', '');
  const [first = '', second = first] = plain.split(':');
  if (/^\d/.test(plain)) return linesOf(Number(first), Number(second));
  if (/^[A-Za-z]+$/.test(first)) {
    const [left, right] = [parseCell(`${first}1`), parseCell(`${second}1`)];
    return left && right && { ...spanOf(left, right), bottom: lastRow };
  }
  return parseArea(plain);
}

function linesOf(first: number, second: number): Area | null {
  if (Math.max(first, second) > lastRow) return null;
  return { top: Math.min(first, second), bottom: Math.max(first, second), left: 1, right: lastColumn };
}

function unquote(name: string): string {
  return name.startsWith("'") ? name.slice(1, -1).replaceAll("''", "'") : name;
}

/** A sheet's name as a formula needs it before a reference. */
export function quoteSheet(name: string): string {
  const isPlain = /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(name) && !parseCell(name) && !/^r\d*c\d*$/i.test(name);
  return isPlain ? name : `'${name.replaceAll("'", "''")}'`;
}

/** F4: the reference at the caret goes from A1 to $A$1, A$1, $A1 and back. `null`: there is none. */
export function cycleReference(formula: string, caret: number): { text: string; caret: number } | null {
  const reference = referencesIn(formula).find(({ start, end }) => start <= caret && caret <= end);
  if (!reference) return null;
  const written = formula.slice(reference.start, reference.end);
  const next = nextForm(written.split(':')[0]!);
  const turned = written
    .split(':')
    .map((cell) => fix(cell.replaceAll('$', ''), next))
    .join(':');
  return {
    text: formula.slice(0, reference.start) + turned + formula.slice(reference.end),
    caret: reference.start + turned.length,
  };
}

type Form = readonly [column: boolean, row: boolean];

function nextForm(cell: string): Form {
  // Of whole columns and rows there are two forms only.
  if (/^\$?([A-Za-z]+|\d+)$/.test(cell)) return cell.startsWith('$') ? [false, false] : [true, true];
  const form = `${cell.startsWith('$')}/${cell.lastIndexOf('$') > 0}`;
  const order: Readonly<Record<string, Form>> = {
    'false/false': [true, true],
    'true/true': [false, true],
    'false/true': [true, false],
    'true/false': [false, false],
  };
  return order[form]!;
}

function fix(cell: string, [column, row]: Form): string {
  const letters = cell.replace(/\d/g, '');
  const digits = cell.replace(/\D/g, '');
  return `${column && letters ? '$' : ''}${letters}${row && digits ? '$' : ''}${digits}`;
}
