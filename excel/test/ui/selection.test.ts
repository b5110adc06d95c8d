import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, lastColumn, lastRow } from '../../src/cells/address.js';
import { findJump } from '../../src/selection/jump.js';
import {
  advance,
  areaOf,
  type Direction,
  isSingleCell,
  move,
  moveTo,
  select,
} from '../../src/selection/selection.js';

describe('selection', () => {
  it('stays inside the sheet', () => {
    expect(move(select({ row: 1, column: 1 }), 'up', false).active).toEqual({ row: 1, column: 1 });
    const last = select({ row: lastRow, column: lastColumn });
    expect(move(last, 'right', false, 40).active).toEqual({ row: lastRow, column: lastColumn });
  });

  it('grows and shrinks with Shift while the active cell stays', () => {
    let selection = select({ row: 5, column: 5 });
    selection = move(move(selection, 'down', true), 'right', true);
    expect(areaOf(selection)).toEqual({ top: 5, left: 5, bottom: 6, right: 6 });
    selection = move(move(selection, 'up', true), 'up', true);
    expect(areaOf(selection)).toEqual({ top: 4, left: 5, bottom: 5, right: 6 });
    expect(selection.active).toEqual({ row: 5, column: 5 });
  });

  it('Enter after a run of Tabs goes below where the run began', () => {
    let selection = select({ row: 2, column: 3 });
    selection = advance(advance(selection, 'right'), 'right');
    expect(selection.active).toEqual({ row: 2, column: 5 });
    selection = advance(selection, 'down');
    expect(selection.active).toEqual({ row: 3, column: 3 });
  });

  it('an arrow ends the run', () => {
    const moved = move(advance(select({ row: 2, column: 3 }), 'right'), 'down', false);
    expect(advance(moved, 'down').active).toEqual({ row: 4, column: 4 });
  });

  it('Enter and Tab visit every cell of an area once and come back', () => {
    const direction = fc.constantFrom<Direction>('up', 'down', 'left', 'right');
    const size = fc.integer({ min: 1, max: 5 });
    fc.assert(
      fc.property(direction, size, size, (step, height, width) => {
        const start = select({ row: 3, column: 4 }, { row: 2 + height, column: 3 + width });
        fc.pre(!isSingleCell(start));
        const seen = new Set<string>();
        let selection = start;
        for (let count = 0; count < height * width; count++) {
          seen.add(JSON.stringify(selection.active));
          expect(contains(areaOf(start), selection.active)).toBe(true);
          selection = advance(selection, step);
        }
        expect(seen.size).toBe(height * width);
        expect(selection).toEqual(start);
      }),
    );
  });

  it('Shift after that selects from the active cell', () => {
    const inArea = advance(select({ row: 1, column: 1 }, { row: 3, column: 3 }), 'down');
    expect(areaOf(moveTo(inArea, { row: 4, column: 1 }, true))).toEqual({
      top: 2,
      left: 1,
      bottom: 4,
      right: 1,
    });
  });
});

describe('Ctrl+arrow', () => {
  const line = (text: string) => (index: number) => text[index - 1] === 'x';
  it.each([
    ['to the end of a run', 'xxxx..x', 1, 1, 4],
    ['from the end of a run to the next cell', 'xxxx..x', 4, 1, 7],
    ['from an empty cell to the next filled one', '...x', 1, 1, 4],
    ['beyond the last one to the edge', 'xxxx', 4, 1, 100],
    ['back to the start of a run', '.xxx', 4, -1, 2],
    ['back over a gap', 'x...x', 5, -1, 1],
    ['back from far beyond', 'xx', 90, -1, 2],
    ['back to the edge', '...x', 4, -1, 1],
    ['at the edge it stays', 'x', 1, -1, 1],
    ['in an empty line', '', 5, 1, 100],
  ] as const)('%s', async (_name, text, from, step, end) => {
    expect(await findJump(line(text), from, step, text.length, 100)).toBe(end);
  });
});
