import { signatures } from './signatures.js';

export interface FunctionHint {
  readonly name: string;
  /** With the brackets: `ROUND(number, num_digits)`. */
  readonly signature: string;
}

export type Hint =
  /** Names that begin as what is being typed, which begins at `start`. */
  | { readonly kind: 'names'; readonly start: number; readonly matches: readonly FunctionHint[] }
  /** Inside a call: which of its arguments is being typed, from 0. */
  | { readonly kind: 'call'; readonly call: FunctionHint; readonly argument: number };

const functions: readonly FunctionHint[] = signatures.map((signature) => ({
  name: signature.slice(0, signature.indexOf('(')),
  signature,
}));
const byName = new Map(functions.map((one) => [one.name, one]));
const maxNames = 8;

/** What helps to go on with a formula at a place of it. */
export function hintAt(formula: string, caret: number): Hint | null {
  if (!formula.startsWith('=')) return null;
  const before = formula.slice(0, caret);
  const code = blankTexts(before);
  if (code === null) return null;
  const typed = /(?:^|[^\p{L}\p{N}_.$!'])([A-Za-z][A-Za-z0-9.]*)$/u.exec(code)?.[1];
  const goesOn = /^[\p{L}\p{N}_.($!:]/u.test(formula.slice(caret));
  if (typed && !goesOn) {
    const prefix = typed.toUpperCase();
    const matches = functions.filter(({ name }) => name.startsWith(prefix)).slice(0, maxNames);
    if (matches.length > 0) return { kind: 'names', start: caret - typed.length, matches };
  }
  return innermostCall(code);
}

/** Texts in quotes become blanks; `null`: the place is inside one. */
function blankTexts(before: string): string | null {
  const blank = before.replace(/"(?:[^"]|"")*"|'(?:[^']|'')*'/g, (text) => ' '.repeat(text.length));
  return blank.includes('"') || blank.includes("'") ? null : blank;
}

function innermostCall(code: string): Hint | null {
  const open: { name: string; argument: number }[] = [];
  for (const [piece] of code.matchAll(/([A-Za-z][A-Za-z0-9.]*)?\(|[{}),;]/g)) {
    if (piece.endsWith('(')) open.push({ name: piece.slice(0, -1).toUpperCase(), argument: 0 });
    else if (piece === '{') open.push({ name: '', argument: 0 });
    else if (piece === ')' || piece === '}') open.pop();
    else if (open.length > 0) open.at(-1)!.argument += 1;
  }
  const innermost = open.findLast(({ name }) => name !== '');
  const call = innermost && byName.get(innermost.name);
  return call ? { kind: 'call', call, argument: innermost.argument } : null;
}

/** The parts of a signature between its commas; `…` stands for any number of arguments. */
export function argumentsOf({ signature }: FunctionHint): string[] {
  const inside = signature.slice(signature.indexOf('(') + 1, -1);
  return inside === '' ? [] : inside.split(', ');
}

/** The index of the part to be shown as the one that is typed: the last ones repeat where a `…` follows. */
export function shownArgument(parts: readonly string[], argument: number): number {
  return Math.min(argument, parts.length - 1);
}
