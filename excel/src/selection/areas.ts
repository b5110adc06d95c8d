import type { Area, Position } from '../cells/address.js';
import { touches } from '../cells/range.js';
import { areaOf, asOthers, type Selection, select } from './selection.js';

/** Every selected area, the one with the active cell first. */
export function areasOf(selection: Selection): readonly Area[] {
  return [areaOf(selection), ...selection.others];
}

/** Shift+F8: the next step begins a new area. Once more, before there was one: it does not. */
export function toggleAdding(selection: Selection): Selection {
  return { ...selection, adding: selection.adding === 'next' ? null : 'next' };
}

export function selectAreas(areas: readonly Area[]): Selection {
  const { top, left, bottom, right } = areas.at(-1)!;
  return {
    ...select({ row: top, column: left }, { row: bottom, column: right }),
    // A place of its own: the beginning is what has to be seen, and not the far end.
    active: { row: top, column: left },
    others: areas.slice(0, -1),
  };
}

/** Ctrl with a click on what is selected already. @returns what stays; `null`: nothing would */
export function takeAway(selection: Selection, area: Area): Selection | null {
  const rest = asOthers(selection).flatMap((one) => subtract(one, area));
  return rest.length === 0 ? null : selectAreas(rest);
}

/** What is left of an area, in up to four parts. */
function subtract(area: Area, cut: Area): Area[] {
  if (!touches(area, cut)) return [area];
  const top = Math.max(area.top, cut.top);
  const bottom = Math.min(area.bottom, cut.bottom);
  return [
    { ...area, bottom: cut.top - 1 },
    { ...area, top, bottom, right: cut.left - 1 },
    { ...area, top, bottom, left: cut.right + 1 },
    { ...area, top: cut.bottom + 1 },
  ].filter((part) => part.top <= part.bottom && part.left <= part.right);
}

export interface LineUp {
  /** From left to right, or from above. */
  readonly areas: readonly Area[];
  readonly way: 'beside' | 'below';
}

/** Areas of the same rows, or of the same columns, can be copied as one. `null`: they are not. */
export function lineUp(areas: readonly Area[]): LineUp | null {
  const [first] = areas;
  const isApart = areas.every((one, index) => areas.slice(0, index).every((other) => !touches(one, other)));
  if (!first || !isApart) return null;
  if (areas.every(({ top, bottom }) => top === first.top && bottom === first.bottom))
    return { areas: [...areas].sort((a, b) => a.left - b.left), way: 'beside' };
  if (areas.every(({ left, right }) => left === first.left && right === first.right))
    return { areas: [...areas].sort((a, b) => a.top - b.top), way: 'below' };
  return null;
}

/** Ctrl+.: clockwise from the first one. */
export function nextCorner({ top, left, bottom, right }: Area, { row, column }: Position): Position {
  if (row === top && column < right) return { row, column: right };
  if (column === right && row < bottom) return { row: bottom, column };
  if (row === bottom && column > left) return { row, column: left };
  return { row: top, column: left };
}
