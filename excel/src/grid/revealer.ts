import type { Position } from '../cells/address.js';
import type { SheetGrid } from './revogrid.js';

/** How often, and for how long, a cell is scrolled to that is not to be seen yet. */
const stepMs = 50;
const limitMs = 3_000;

/**
 * Scrolls to a cell until it is there. RevoGrid can scroll to a row that has just been added only once it has drawn
 * the longer sheet, believes meanwhile that it is there already, and tells neither.
 */
export class Revealer {
  readonly #grid: SheetGrid;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(grid: SheetGrid) {
    this.#grid = grid;
    // The user scrolls elsewhere: that counts.
    grid.element.addEventListener('wheel', () => this.cancel(), { capture: true, passive: true });
    grid.element.addEventListener('pointerdown', () => this.cancel(), { capture: true });
  }

  show(position: Position): void {
    this.cancel();
    if (!this.#grid.reveal(position, false)) return;
    const deadlineMs = performance.now() + limitMs;
    const look = () => {
      if (this.#grid.isShown(position) || performance.now() > deadlineMs) return;
      this.#grid.reveal(position, true);
      this.#timer = setTimeout(look, stepMs);
    };
    this.#timer = setTimeout(look, stepMs);
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}
