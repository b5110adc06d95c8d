import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spanOf } from '../../src/cells/address.js';
import { lookOf, overflowSide } from '../../src/grid/cell-look.js';
import { fitNumber } from '../../src/grid/fit-number.js';
import { paneOf, positionOf, splitByPane } from '../../src/grid/panes.js';
import { readableColor, textOn } from '../../src/grid/readable-color.js';
import { drawRuns } from '../../src/grid/text-runs.js';

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

  it("what can't be computed has its corner, with the file's value and without", () => {
    const ofFile = { ...view('number'), cached: true };
    const stale = { ...view('error'), stale: true as const };
    for (const marked of [ofFile, stale]) {
      expect(lookOf({ text: '1', view: marked, pending: false }, '#ffffff').classes.cached).toBe(true);
    }
    expect(lookOf({ text: '1', view: view('number'), pending: false }, '#ffffff').classes.cached).toBe(false);
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

  it('a data bar lies between its ends, over the fill; an icon leaves room for itself', () => {
    const bar = { from: 0.25, to: 0.75, color: '#638EC6' };
    const styled = view('number', { fill: '#FFF2CC' });
    const { style } = lookOf({ text: '1', view: { ...styled, bar }, pending: false }, '#ffffff');
    expect(style).toMatchObject({
      backgroundColor: '#FFF2CC',
      backgroundSize: '50% calc(100% - 4px)',
      // Half of what is left free is at its left.
      backgroundPosition: '50% center',
    });
    const icon = { shape: 'ArrowUp', color: '#63be7b' };
    const shown = lookOf({ text: '1', view: { ...styled, icon }, pending: false }, '#ffffff');
    expect(shown.classes.iconed).toBe(true);
    expect(decodeURIComponent(shown.style.backgroundImage!)).toContain('fill="#63be7b"');
    expect(lookOf({ text: '1', view: { ...styled, icon }, pending: true }, '#ffffff').classes.iconed).toBe(
      undefined,
    );
  });

  it('a negative bar grows to the left of the axis', () => {
    const bar = { from: 0, to: 0.5, color: '#FF0000', axis: 0.5 } as const;
    const { style } = lookOf({ text: '-1', view: { ...view('number'), bar }, pending: false }, '#ffffff');
    expect(style.backgroundImage).toContain('to left');
    expect(style.backgroundPosition).toBe('50% 0, 0% center');
  });

  it('texts are indented from their side, turned and stacked; such texts run over nothing', () => {
    const lookFor = (style: object) =>
      lookOf({ text: 'x', view: view('text', style), pending: false }, '#ffffff');
    expect(lookFor({ indent: 2, align: 'left' }).style['--indent']).toBe('0 0 0 calc(18px * var(--zoom, 1))');
    expect(lookFor({ indent: 1, align: 'right' }).style['--indent']).toBe('0 calc(9px * var(--zoom, 1)) 0 0');
    expect(lookFor({ turn: 45 }).style['--turn']).toBe('-45deg');
    expect(lookFor({ turn: -90 }).classes.downwards).toBe(true);
    expect(lookFor({ stacked: true }).style.justifyContent).toBe('center');
    const side = (style: object) => overflowSide({ text: 'x', view: view('text', style), pending: false });
    expect([side({ turn: 45 }), side({ stacked: true }), side({ indent: 1 })]).toEqual([null, null, 'right']);
  });

  it('a part of a text has the font that it brings, whatever the cell’s own is', () => {
    const runs = [
      { text: 'a' },
      { text: 'b', font: { italic: true as const, raised: true, fontSizePt: 10 } },
    ];
    const shown = { text: 'ab', view: { ...view('text', { bold: true }), runs }, pending: false };
    expect(drawRuns(shown, '#ffffff')).toEqual([
      { text: 'a', style: {} },
      {
        text: 'b',
        style: {
          fontWeight: 'normal',
          fontStyle: 'italic',
          fontSize: 'calc(9px * var(--zoom, 1))',
          verticalAlign: 'super',
        },
      },
    ]);
    expect(drawRuns({ ...shown, pending: true }, '#ffffff')).toBeNull();
  });

  it('patterns and diagonal lines lie below bars and icons', () => {
    const styled = view('number', { pattern: 'darkGrid #C00000 #FFFFFF', diagonal: 'both thin #0000FF' });
    const bar = { from: 0, to: 1, color: '#638EC6' };
    const { style } = lookOf({ text: '1', view: { ...styled, bar }, pending: false }, '#ffffff');
    const images = style.backgroundImage!.split(/, (?=(?:repeating-)?linear-gradient)/);
    expect(images.map((image) => /#[0-9A-F]{6}/.exec(image)![0])).toEqual([
      '#0000FF',
      '#0000FF',
      '#638EC6',
      '#C00000',
      '#C00000',
    ]);
  });

  it('black on a dark sheet becomes the theme’s own colour, on a filled cell it stays', () => {
    expect(readableColor('#000000', '#17191c')).toBeNull();
    expect(readableColor('#000000', '#FFF2CC')).toBe('#000000');
    expect(readableColor('#C00000', '#ffffff')).toBe('#C00000');
    expect(textOn('#FFF2CC')).toBe('#111');
    expect(textOn('#203040')).toBe('#fff');
  });

  it('lines have their width, style and colour; one between two cells is drawn once', () => {
    const style = { borders: 15, borderTop: 'thick', borderRight: 'double #C00000', borderBottom: 'medium' };
    const cell = { text: 'x', view: view('text', style), pending: false };
    const look = lookOf(cell, '#ffffff', { top: false, left: true }).style;
    expect(look).toMatchObject({
      borderRight: '3px double #C00000',
      borderBottom: '2px solid var(--cell-border)',
      borderLeft: '1px solid var(--cell-border)',
    });
    expect(look).not.toHaveProperty('borderTop');
  });

  it('a text runs over its neighbours away from its alignment', () => {
    const side = (style: object) => overflowSide({ text: 'x', view: view('text', style), pending: false });
    expect([{}, { align: 'right' }, { align: 'center' }, { wrap: true }].map(side)).toEqual([
      'right',
      'left',
      'both',
      null,
    ]);
    expect(overflowSide({ text: '1', view: view('number'), pending: false })).toBeNull();
  });
});

describe('a number without a format in a narrow column', () => {
  const fit = (text: string, letters: number) => fitNumber(text, (shorter) => shorter.length <= letters);

  it('loses digits behind the point first, then takes a power of ten', () => {
    expect(fit('0.333333333', 6)).toBe('0.3333');
    expect(fit('1234.5678', 5)).toBe('1235');
    expect(fit('123456789012', 8)).toBe('1.23E+11');
    expect(fit('123456789012', 6)).toBe('1E+11');
    expect(fit('-0.000012345', 8)).toBe('-1.2E-05');
    expect(fit('1.2345E+20', 7)).toBe('1.2E+20');
  });

  it('is no number any more where not even that fits', () => {
    expect(fit('123456789012', 4)).toBeNull();
    expect(fit('12:30', 3)).toBeNull();
  });

  it('is never off by more than the digits that are gone', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e15, max: 1e15 }),
        fc.integer({ min: 6, max: 12 }),
        (value, letters) => {
          const short = fit(String(value), letters);
          if (short === null) return;
          expect(short.length).toBeLessThanOrEqual(letters);
          expect(Math.abs(Number(short) - value)).toBeLessThanOrEqual(Math.abs(value) * 0.5 + 0.5);
        },
      ),
    );
  });
});
