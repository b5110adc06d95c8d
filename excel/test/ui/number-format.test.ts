import { describe, expect, it } from 'vitest';
import { changeDecimals, kindOfFormat } from '../../src/cells/number-format.js';

describe('a number format', () => {
  it.each([
    [undefined, 'general'],
    ['General', 'general'],
    ['0.00', 'number'],
    ['#,##0;(#,##0)', 'number'],
    ['"$"#,##0.00', 'currency'],
    ['[$€-407] #,##0', 'currency'],
    ['0.0%', 'percent'],
    ['0.00E+00', 'scientific'],
    ['yyyy-mm-dd', 'date'],
    ['[$-409]d/mmm/yy', 'date'],
    ['h:mm', 'time'],
    ['[h]:mm', 'time'],
    ['@', 'text'],
    ['0 "days"', 'number'],
    ['# ?/?', 'custom'],
  ])('%s is for %s', (code, kind) => {
    expect(kindOfFormat(code)).toBe(kind);
  });

  it.each([
    [undefined, '12', '0.0', '0'],
    [undefined, '0.25', '0.000', '0.0'],
    ['0', '3', '0.0', '0'],
    ['0.0', '3.0', '0.00', '0'],
    ['#,##0.00;[Red]-#,##0.00', '1.00', '#,##0.000;[Red]-#,##0.000', '#,##0.0;[Red]-#,##0.0'],
    ['"0.0" 0.00%', '1', '"0.0" 0.000%', '"0.0" 0.0%'],
    ['0.00E+00', '1', '0.000E+00', '0.0E+00'],
    ['_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', '1', '_(* #,##0.0_);_(* (#,##0.0);_(* "-"_);_(@_)', null],
    ['yyyy-mm-dd', 'x', null, null],
    ['# ?/?', '1/2', null, null],
  ])('%s of %s: one digit more is %s, one less %s', (code, shown, more, less) => {
    expect(changeDecimals(code, 1, shown)).toBe(more);
    if (less !== null || more === null) expect(changeDecimals(code, -1, shown)).toBe(less);
  });
});
