// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { nameArea } from '../../src/cells/address.js';
import { CellEditor } from '../../src/edits/cell-editor.js';
import { FormulaHelp } from '../../src/formulas/formula-help.js';
import { argumentsOf, hintAt, shownArgument } from '../../src/formulas/hints.js';
import { colorReferences } from '../../src/formulas/reference-colors.js';
import { cycleReference, quoteSheet, referencesIn } from '../../src/formulas/references.js';
import { signatures } from '../../src/formulas/signatures.js';

describe('references of a formula', () => {
  const found = (formula: string) =>
    referencesIn(formula).map(({ sheet, area }) => (sheet ? `${sheet}!` : '') + nameArea(area));

  it.each([
    ['=A1+$b$2*C3:D4', ['A1', 'B2', 'C3:D4']],
    ["=SUM('Plan 计划'!B5,'It''s'!A1)+Sheet2!C3", ['Plan 计划!B5', "It's!A1", 'Sheet2!C3']],
    ['="A1"&B1&"say ""C1"""', ['B1']],
    ['=LOG10(A1)+ROUND1(B2)+A1B+_A1+A1.B', ['A1', 'B2']],
    ['=SUM(B:C)+SUM(2:3)', ['B1:C1048576', 'A2:XFD3']],
    ['=XFE1+A1048577+AAAA1', []],
    ['A1', []],
  ])('%s: %j', (formula, names) => {
    expect(found(formula)).toEqual(names);
  });

  it('stand where they are written, and the same one has the same colour', () => {
    const formula = '=A1+B2+$A$1';
    const colored = colorReferences(formula);
    expect(colored.map(({ start, end }) => formula.slice(start, end))).toEqual(['A1', 'B2', '$A$1']);
    expect(colored[0]!.color).toBe(colored[2]!.color);
    expect(colored[0]!.color).not.toBe(colored[1]!.color);
  });

  it.each([
    ['Plan', 'Plan'],
    ['计划', '计划'],
    ['Plan 计划', "'Plan 计划'"],
    ["It's", "'It''s'"],
    ['AB12', "'AB12'"],
    ['2026', "'2026'"],
    ['R1C1', "'R1C1'"],
  ])('the sheet %s is written %s', (name, written) => {
    expect(quoteSheet(name)).toBe(written);
  });
});

describe('F4', () => {
  const press = (formula: string) => cycleReference(formula.replace('|', ''), formula.indexOf('|'))?.text;

  it('goes through the four forms, of both ends of an area', () => {
    expect(press('=A1|')).toBe('=$A$1');
    expect(press('=$A$1|')).toBe('=A$1');
    expect(press('=A$1|')).toBe('=$A1');
    expect(press('=$A1|')).toBe('=A1');
    expect(press('=SUM(A1:B|2)')).toBe('=SUM($A$1:$B$2)');
    expect(press('=Sheet2!A|1+B1')).toBe('=Sheet2!$A$1+B1');
  });

  it('has two forms of whole columns and rows, and none beside a reference', () => {
    expect(press('=SUM(A:C|)')).toBe('=SUM($A:$C)');
    expect(press('=SUM($2:$3|)')).toBe('=SUM(2:3)');
    expect(press('=A1+|')).toBeUndefined();
    expect(press('="A1|"')).toBeUndefined();
  });
});

describe('help with functions', () => {
  const at = (formula: string) => hintAt(formula.replace('|', ''), formula.indexOf('|'));
  const names = (formula: string) => {
    const hint = at(formula);
    return hint?.kind === 'names' ? hint.matches.map(({ name }) => name) : null;
  };
  const call = (formula: string) => {
    const hint = at(formula);
    return hint?.kind === 'call' ? `${hint.call.name} ${hint.argument}` : null;
  };

  it('offers names as they are typed, and not in a text, a reference or a word of a sheet', () => {
    expect(names('=vlo|')).toEqual(['VLOOKUP']);
    expect(names('=1+SUMI|')).toEqual(['SUMIF', 'SUMIFS']);
    expect(names('=sumif|s')).toBeNull();
    expect(names('="su|')).toBeNull();
    expect(names('=$A|')).toBeNull();
    expect(names('=SUM|(1)')).toBeNull();
    expect(names('su|')).toBeNull();
  });

  it('says which argument is typed, of the innermost function', () => {
    expect(call('=ROUND(1,|')).toBe('ROUND 1');
    expect(call('=IF(SUM(1,2)>3,|')).toBe('IF 1');
    expect(call('=IF(SUM(1,|')).toBe('SUM 1');
    expect(call('=IF("a,b",|')).toBe('IF 1');
    expect(call('=IF((1+2),|')).toBe('IF 1');
    expect(call('=SUM({1,2,3},|')).toBe('SUM 1');
    expect(call('=NOSUCH(1,|')).toBeNull();
    expect(call('=SUM(1)|')).toBeNull();
  });

  it('every signature is whole, and no name is there twice', () => {
    for (const signature of signatures) expect(signature).toMatch(/^[A-Z][A-Z0-9.]*\([^()]*\)$/);
    const all = signatures.map((signature) => signature.split('(')[0]);
    expect(new Set(all).size).toBe(all.length);
    expect(argumentsOf({ name: 'NOW', signature: 'NOW()' })).toEqual([]);
    expect(shownArgument(['number1', '[number2]', '…'], 7)).toBe(2);
  });

  it('Tab takes the chosen name, Escape wants no more of it', () => {
    const editor = new CellEditor();
    const help = new FormulaHelp(editor);
    const field = document.createElement('textarea');
    const type = (text: string) => {
      editor.mode.value = 'enter';
      editor.text.value = text;
      field.value = text;
      help.follow(field);
    };
    const press = (key: string) => help.onKey(new KeyboardEvent('keydown', { key }), field);
    type('=1+sumi');
    expect(press('ArrowDown')).toBe(true);
    expect(press('Tab')).toBe(true);
    expect(editor.text.peek()).toBe('=1+SUMIFS(');
    expect(field.selectionStart).toBe('=1+SUMIFS('.length);
    type('=su');
    expect(press('Escape')).toBe(true);
    expect(help.hint.peek()).toBeNull();
    expect(press('Tab')).toBe(false);
    expect(press('ArrowDown')).toBe(false);
  });
});
