import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Area, contains, lastColumn, lastRow } from '../../src/cells/address.js';
import { areasOf, lineUp, selectAreas, takeAway, toggleAdding } from '../../src/selection/areas.js';
import { findJump } from '../../src/selection/jump.js';
import {
  advance,
  areaOf,
  asOthers,
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

describe('several areas', () => {
  const at = (row: number, column: number) => ({ row, column });
  const box = (top: number, left: number, bottom = top, right = left) => ({ top, left, bottom, right });
  const cells = ({ top, left, bottom, right }: Area) => (bottom - top + 1) * (right - left + 1);

  it('stay while the last one grows, and go with the next step', () => {
    const two = { ...select(at(5, 5)), others: asOthers(select(at(1, 1), at(2, 2))) };
    const grown = move(two, 'down', true);
    expect(areasOf(grown)).toEqual([box(5, 5, 6, 5), box(1, 1, 2, 2)]);
    expect(areasOf(move(grown, 'down', false))).toEqual([box(6, 5)]);
  });

  it('begin with Shift+F8 where the next step goes', () => {
    const first = select(at(1, 1), at(2, 2));
    const moved = move(move(toggleAdding(first), 'right', false), 'right', false);
    expect(areasOf(moved)).toEqual([box(1, 3), box(1, 1, 2, 2)]);
    const grown = move(moved, 'down', true);
    expect(areasOf(move(toggleAdding(grown), 'down', false))).toEqual([
      box(2, 3),
      box(1, 1, 2, 2),
      box(1, 3, 2, 3),
    ]);
    expect(toggleAdding(toggleAdding(first))).toEqual(first);
  });

  it('Enter and Tab visit every cell of all of them once and come back', () => {
    const direction = fc.constantFrom<Direction>('up', 'down', 'left', 'right');
    const size = fc.integer({ min: 1, max: 3 });
    fc.assert(
      fc.property(
        direction,
        fc.array(fc.tuple(size, size), { minLength: 1, maxLength: 4 }),
        (step, sizes) => {
          const start = selectAreas(
            sizes.map(([height, width], index) => box(index * 10 + 1, 2, index * 10 + height, width + 1)),
          );
          fc.pre(!isSingleCell(start));
          const all = areasOf(start);
          const count = all.reduce((sum, area) => sum + cells(area), 0);
          const seen = new Set<string>();
          let selection = start;
          for (let steps = 0; steps < count; steps++) {
            seen.add(JSON.stringify(selection.active));
            expect(contains(areaOf(selection), selection.active)).toBe(true);
            selection = advance(selection, step);
          }
          expect(seen.size).toBe(count);
          expect(selection.active).toEqual(start.active);
          expect(areasOf(selection)).toEqual(all);
        },
      ),
    );
  });

  it('Tab goes from the last cell of one to the first of the next that was selected', () => {
    const three = selectAreas([box(1, 1), box(5, 5), box(3, 3)]);
    const forward = advance(three, 'right');
    expect([forward.active, advance(forward, 'right').active]).toEqual([at(1, 1), at(5, 5)]);
    expect(advance(three, 'left').active).toEqual(at(5, 5));
  });

  it('lose what is clicked on again, and nothing else', () => {
    const rest = takeAway(select(at(1, 1), at(3, 3)), box(2, 2))!;
    expect(areasOf(rest).reduce((sum, area) => sum + cells(area), 0)).toBe(8);
    expect(areasOf(rest).some((area) => contains(area, at(2, 2)))).toBe(false);
    expect(takeAway(select(at(4, 4)), box(4, 4))).toBeNull();
  });

  it('are copied together when they line up', () => {
    const beside = lineUp([box(1, 5, 3, 6), box(1, 1, 3, 1)]);
    expect(beside).toEqual({ areas: [box(1, 1, 3, 1), box(1, 5, 3, 6)], way: 'beside' });
    expect(lineUp([box(9, 1, 9, 2), box(1, 1, 3, 2)])?.way).toBe('below');
    expect(lineUp([box(1, 1, 3, 1), box(2, 5, 3, 6)])).toBeNull();
    expect(lineUp([box(1, 1, 3, 2), box(1, 2, 3, 4)])).toBeNull();
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
