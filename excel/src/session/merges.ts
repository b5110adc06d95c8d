import { type Area, contains, type Position } from '../cells/address.js';
import { areaOfRange, touches } from '../cells/range.js';
import type { CellWindow } from '../service/api.js';

/** The merged blocks of one workbook's sheets, as far as its windows have told them. */
export class Merges {
  readonly #bySheet = new Map<number, readonly Area[]>();

  /** A window knows all blocks that touch it: those known there before are gone. @returns whether anything is new */
  learn(window: CellWindow): boolean {
    const { top, left, rows, columns } = window;
    const area = { top, left, bottom: top + rows - 1, right: left + columns - 1 };
    const before = this.of(window.sheet);
    const told = (window.merges ?? []).map(areaOfRange);
    const after = [...before.filter((one) => !touches(one, area)), ...told];
    this.#bySheet.set(window.sheet, after);
    return JSON.stringify(before) !== JSON.stringify(after);
  }

  of(sheet: number): readonly Area[] {
    return this.#bySheet.get(sheet) ?? [];
  }

  at(sheet: number, position: Position): Area | null {
    return this.of(sheet).find((area) => contains(area, position)) ?? null;
  }

  /** The sheets have other places now. */
  forget(): void {
    this.#bySheet.clear();
  }
}

/** The area, grown until it cuts no merged block in two. */
export function growOverMerges(area: Area, merges: readonly Area[]): Area {
  let grown = area;
  for (;;) {
    const next = merges
      .filter((one) => touches(one, grown))
      .reduce(
        (sum, one) => ({
          top: Math.min(sum.top, one.top),
          left: Math.min(sum.left, one.left),
          bottom: Math.max(sum.bottom, one.bottom),
          right: Math.max(sum.right, one.right),
        }),
        grown,
      );
    if (JSON.stringify(next) === JSON.stringify(grown)) return grown;
    grown = next;
  }
}
