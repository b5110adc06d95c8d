import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Area, contains, spanOf } from '../../src/cells/address.js';
import { touches } from '../../src/cells/range.js';
import { followSheet, followStructure } from '../../src/edits/follow-structure.js';
import { growTo } from '../../src/grid/fill-drag.js';
import type { Operation } from '../../src/service/api.js';
import { growOverMerges } from '../../src/session/merges.js';

const place = { sheet: 1, row: 5, column: 3 };

describe('an edit that is typed while the structure changes', () => {
  it.each<[Operation, object | null]>([
    [
      { kind: 'insertRows', sheet: 1, row: 5, count: 2 },
      { ...place, row: 7 },
    ],
    [{ kind: 'insertRows', sheet: 1, row: 6, count: 2 }, place],
    [{ kind: 'insertRows', sheet: 0, row: 1, count: 2 }, place],
    [
      { kind: 'deleteRows', sheet: 1, row: 1, count: 2 },
      { ...place, row: 3 },
    ],
    [{ kind: 'deleteRows', sheet: 1, row: 4, count: 2 }, null],
    [
      { kind: 'insertColumns', sheet: 1, column: 1, count: 1 },
      { ...place, column: 4 },
    ],
    [{ kind: 'deleteColumns', sheet: 1, column: 3, count: 1 }, null],
    [
      { kind: 'addSheet', at: 1 },
      { ...place, sheet: 2 },
    ],
    [{ kind: 'deleteSheet', sheet: 1 }, null],
    [
      { kind: 'deleteSheet', sheet: 0 },
      { ...place, sheet: 0 },
    ],
    [{ kind: 'renameSheet', sheet: 1, name: 'x' }, place],
    [
      { kind: 'insertCells', range: { sheet: 1, top: 4, left: 3, rows: 2, columns: 1 }, shift: 'down' },
      { ...place, row: 7 },
    ],
    [
      { kind: 'insertCells', range: { sheet: 1, top: 4, left: 4, rows: 2, columns: 1 }, shift: 'down' },
      place,
    ],
    [
      { kind: 'deleteCells', range: { sheet: 1, top: 5, left: 1, rows: 1, columns: 2 }, shift: 'left' },
      { ...place, column: 1 },
    ],
    [{ kind: 'deleteCells', range: { sheet: 1, top: 5, left: 3, rows: 1, columns: 1 }, shift: 'up' }, null],
  ])('%j', (operation, expected) => {
    expect(followStructure(place, operation)).toEqual(expected);
  });

  it('sheets that move keep their order otherwise', () => {
    const index = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(index, index, (sheet, to) => {
        const names = ['a', 'b', 'c', 'd', 'e', 'f'];
        const moved = [...names];
        moved.splice(to, 0, ...moved.splice(sheet, 1));
        names.forEach((name, before) => {
          expect(moved[followSheet(before, { kind: 'moveSheet', sheet, to })!]).toBe(name);
        });
      }),
    );
  });
});

const cell = fc.record({ row: fc.integer({ min: 1, max: 9 }), column: fc.integer({ min: 1, max: 9 }) });
const area = fc.tuple(cell, cell).map(([a, b]) => spanOf(a, b));

describe('a selection over merged blocks', () => {
  it('cuts none in two, and is no larger than it must be', () => {
    fc.assert(
      fc.property(area, fc.array(area, { maxLength: 5 }), (selected, blocks) => {
        const grown = growOverMerges(selected, blocks);
        const holds = (outer: Area, { top, left, bottom, right }: Area) =>
          contains(outer, { row: top, column: left }) && contains(outer, { row: bottom, column: right });
        expect(holds(grown, selected)).toBe(true);
        for (const block of blocks) expect(touches(block, grown)).toBe(holds(grown, block));
        if (!blocks.some((block) => touches(block, selected))) expect(grown).toEqual(selected);
      }),
    );
  });
});

describe('the fill handle', () => {
  const source = { top: 3, left: 3, bottom: 4, right: 4 };
  it.each([
    [
      { row: 8, column: 5 },
      { ...source, bottom: 8 },
    ],
    [
      { row: 1, column: 4 },
      { ...source, top: 1 },
    ],
    [
      { row: 4, column: 9 },
      { ...source, right: 9 },
    ],
    [
      { row: 3, column: 1 },
      { ...source, left: 1 },
    ],
    [{ row: 4, column: 4 }, source],
  ])('dragged to %j', (to, expected) => {
    expect(growTo(source, to)).toEqual(expected);
  });
});
