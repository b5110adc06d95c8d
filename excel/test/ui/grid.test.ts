import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spanOf } from '../../src/cells/address.js';
import { lookOf } from '../../src/grid/cell-look.js';
import { paneOf, positionOf, splitByPane } from '../../src/grid/panes.js';
import { readableColor, textOn } from '../../src/grid/readable-color.js';

const cell = fc.record({ row: fc.integer({ min: 1, max: 12 }), column: fc.integer({ min: 1, max: 12 }) });
const frozen = fc.record({ rows: fc.integer({ min: 0, max: 5 }), columns: fc.integer({ min: 0, max: 5 }) });

describe('frozen panes', () => {
  it('a cell is in one pane, and found there again', () => {
    fc.assert(
      fc.property(frozen, cell, (panes, position) => {
        const { rowType, columnType, y, x } = paneOf(panes, position);
        expect(positionOf(panes, rowType, columnType, y, x)).toEqual(position);
      }),
    );
  });

  it('an area is the sum of its parts', () => {
    fc.assert(
      fc.property(frozen, cell, cell, (panes, a, b) => {
        const area = spanOf(a, b);
        const parts = splitByPane(panes, area).flatMap(({ part, rowType, columnType }) =>
          part ? [{ ...part, from: positionOf(panes, rowType, columnType, part.y, part.x) }] : [],
        );
        const cells = parts.reduce((sum, { x, y, x1, y1 }) => sum + (x1 - x + 1) * (y1 - y + 1), 0);
        expect(cells).toBe((area.bottom - area.top + 1) * (area.right - area.left + 1));
        expect(Math.min(...parts.map(({ from }) => from.row))).toBe(area.top);
        expect(Math.min(...parts.map(({ from }) => from.column))).toBe(area.left);
      }),
    );
  });
});

describe('how a cell looks', () => {
  const view = (kind: 'text' | 'number' | 'error', style = {}) => ({ text: 'x', kind, style, cached: false });

  it('numbers stand right, errors are marked, pending text is text', () => {
    expect(lookOf({ text: '1', view: view('number'), pending: false }, '#ffffff').classes).toMatchObject({
      number: true,
    });
    expect(lookOf({ text: '#N/A', view: view('error'), pending: false }, '#ffffff').classes).toMatchObject({
      error: true,
    });
    const pending = lookOf({ text: '=A1', view: view('number'), pending: true }, '#ffffff').classes;
    expect(pending).toMatchObject({ pending: true, number: false });
  });

  it('takes colours and borders from the file', () => {
    const look = lookOf(
      { text: 'x', view: view('text', { color: '#C00000', borders: 5, bold: true }), pending: false },
      '#ffffff',
    );
    expect(look.style).toMatchObject({ color: '#C00000', fontWeight: '600' });
    expect(Object.keys(look.style).filter((key) => key.startsWith('border'))).toEqual([
      'borderTop',
      'borderBottom',
    ]);
  });

  it('black on a dark sheet becomes the theme’s own colour, on a filled cell it stays', () => {
    expect(readableColor('#000000', '#17191c')).toBeNull();
    expect(readableColor('#000000', '#FFF2CC')).toBe('#000000');
    expect(readableColor('#C00000', '#ffffff')).toBe('#C00000');
    expect(textOn('#FFF2CC')).toBe('#111');
    expect(textOn('#203040')).toBe('#fff');
  });
});
