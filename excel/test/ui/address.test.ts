import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  lastColumn,
  lastRow,
  nameArea,
  nameCell,
  nameColumn,
  parseArea,
  parseCell,
} from '../../src/cells/address.js';

const position = fc.record({
  row: fc.integer({ min: 1, max: lastRow }),
  column: fc.integer({ min: 1, max: lastColumn }),
});

describe('cell names', () => {
  it.each([
    [1, 'A'],
    [26, 'Z'],
    [27, 'AA'],
    [702, 'ZZ'],
    [703, 'AAA'],
    [16_384, 'XFD'],
  ])('column %i is %s', (column, name) => {
    expect(nameColumn(column)).toBe(name);
  });

  it('are read back as they were written', () => {
    fc.assert(
      fc.property(position, (cell) => {
        expect(parseCell(nameCell(cell))).toEqual(cell);
      }),
    );
  });

  it('may be in small letters, absolute, and with spaces around', () => {
    expect(parseCell(' $b$3 ')).toEqual({ row: 3, column: 2 });
  });

  it.each(['', 'A0', 'XFE1', 'A1048577', '1A', 'A1B', 'A-1', '=A1'])('%j is none', (text) => {
    expect(parseCell(text)).toBeNull();
  });

  it('make areas from any two corners', () => {
    fc.assert(
      fc.property(position, position, (a, b) => {
        const area = parseArea(`${nameCell(a)}:${nameCell(b)}`);
        expect(area && parseArea(nameArea(area))).toEqual(area);
        expect(area).toMatchObject({ top: Math.min(a.row, b.row), right: Math.max(a.column, b.column) });
      }),
    );
  });

  it('an area of one cell is that cell', () => {
    expect(nameArea({ top: 7, left: 2, bottom: 7, right: 2 })).toBe('B7');
    expect(parseArea('A1:B2:C3')).toBeNull();
  });
});
