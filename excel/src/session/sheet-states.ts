import { type Signal, signal } from '@preact/signals';
import { SheetSizes } from '../grid/sheet-sizes.js';
import { firstCell, type Selection } from '../selection/selection.js';
import type { CellWindow } from '../service/api.js';
import { Merges } from './merges.js';

/** What is known of each sheet beside its cells, by the sheet's index. */
export class SheetStates {
  readonly merges = new Merges();
  /** The shown sheet's filter. */
  readonly filter: Signal<NonNullable<CellWindow['filter']> | null> = signal(null);
  readonly #sizes = new Map<number, SheetSizes>();
  readonly #selections = new Map<number, Selection>();

  sizes(sheet: number): SheetSizes {
    const known = this.#sizes.get(sheet) ?? new SheetSizes();
    this.#sizes.set(sheet, known);
    return known;
  }

  /** From one sheet to another: each has its own selection. @returns the other's */
  swapSelection(from: number, selection: Selection, to: number): Selection {
    this.#selections.set(from, selection);
    this.filter.value = null;
    return this.#selections.get(to) ?? firstCell;
  }

  /** @param shown the sheet that is on the screen */
  learn(window: CellWindow, shown: number): void {
    this.merges.learn(window);
    if (window.sheet !== shown) return;
    const filter = window.filter ?? null;
    if (JSON.stringify(filter) !== JSON.stringify(this.filter.peek())) this.filter.value = filter;
  }

  /** Sheets have come, gone or moved: what is known by their index is of others now. */
  forget(): void {
    this.#selections.clear();
    this.#sizes.clear();
    this.merges.forget();
  }
}
