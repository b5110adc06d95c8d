import { nameCell, type Position } from '../cells/address.js';
import type { CellStyle } from '../service/api.js';
import type { ShownCell, WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { lookOf, type OverflowSide, overflowSide } from './cell-look.js';
import type { CellNode, Overflow } from './columns.js';
import { fitNumber } from './fit-number.js';
import { indentRoom, isTurned } from './place-text.js';
import { drawRuns } from './text-runs.js';
import { cellPadding, TextRuler } from './text-width.js';

/** So far does a long text run over empty neighbours. */
const maxOverflowColumns = 20;
/** What a text leaves free for the icon before it. */
const iconPadding = 16;
const emptyRoom = { px: 0, isPlain: true };

/** What a cell of the current sheet shows, and how: its text cut, rounded or running over as Excel does it. */
export class CellDrawer {
  readonly #session: WorkbookSession;
  readonly #scale: () => number;
  #paper = '#ffffff';
  #ruler: TextRuler | null = null;
  #last: { row: number; column: number; node: CellNode } | null = null;

  /** @param scale of the zoom, 1 for 100 % */
  constructor(session: WorkbookSession, scale: () => number) {
    this.#session = session;
    this.#scale = scale;
  }

  /** The theme may have changed. @param grid whose font and colours the cells have */
  readTheme(grid: HTMLElement): void {
    this.#ruler = new TextRuler(grid);
    this.#paper = getComputedStyle(grid).getPropertyValue('--sheet').trim() || '#ffffff';
  }

  /** Cells may look different from now on. */
  forget(): void {
    this.#last = null;
  }

  /** The width of a text in CSS px at 100 %. */
  measure(text: string, style: CellStyle | null): number {
    return this.#ruler?.measure(text, style) ?? 0;
  }

  /** What a merged block shows, for whoever draws it. */
  drawMerged(position: Position): CellNode {
    const cell = this.#session.cell(position.row, position.column);
    const text = isBare(cell) ? '' : cell.text;
    const runs = drawRuns(cell, this.#paper);
    return { text, runs, ...lookOf(cell, this.#paper), overflow: null, title: null };
  }

  /** Asked twice for each cell, one time after the other: for its look and for its text. */
  draw({ row, column }: Position): CellNode {
    if (this.#last?.row === row && this.#last.column === column) return this.#last.node;
    const { sizes } = this.#session;
    const cell = this.#session.cell(row, column);
    const open = {
      top: row === 1 || sizes.height(row - 1) === 0,
      left: column === 1 || sizes.width(column - 1) === 0,
    };
    const { classes, style } = lookOf(cell, this.#paper, open);
    const wanted = this.#wantedBy(cell);
    const shrink = cell.view?.style?.shrink && wanted > sizes.width(column);
    if (shrink) {
      classes.shrunk = true;
      const part = (sizes.width(column) - cellPadding) / (wanted - cellPadding);
      style['--shrink'] = `${Math.max(0.1, part).toFixed(3)}em`;
    }
    const isTooWide = !shrink && wanted > sizes.width(column) + 1;
    const side = isTooWide ? overflowSide(cell) : null;
    const isPlain = style.backgroundImage === undefined;
    const overflow = side && this.#overflow({ row, column }, side, wanted, isPlain);
    const isNumber = cell.view?.kind === 'number' && !cell.pending;
    const text = isBare(cell) ? '' : isTooWide && isNumber ? this.#fitNumber(cell, column) : cell.text;
    const origin = cell.view?.stale ? texts.staleValue : cell.view?.cached ? texts.cachedValue : null;
    const node = {
      text,
      runs: drawRuns(cell, this.#paper),
      classes: { ...classes, overflows: overflow !== null },
      style,
      overflow,
      title: text !== cell.text ? cell.text : origin && `${nameCell({ row, column })}: ${origin}`,
    };
    this.#last = { row, column, node };
    return node;
  }

  /** In CSS px at 100 %; what is not written along the row takes none. */
  #wantedBy(cell: ShownCell): number {
    const style = cell.view?.style ?? null;
    if (cell.text === '' || isBare(cell) || isTurned(style)) return 0;
    return this.#widthOf(cell.text, style) + indentRoom(style) + (cell.view?.icon ? iconPadding : 0);
  }

  #widthOf(text: string, style: CellStyle | null): number {
    return this.measure(text, style) + cellPadding;
  }

  /** Half a number is a wrong number: in fewer digits if its format leaves that open, or as Excel shows it. */
  #fitNumber({ text, view }: ShownCell, column: number): string {
    const style = view?.style ?? null;
    const width = this.#session.sizes.width(column);
    const fits = (shorter: string) => this.#widthOf(shorter, style) <= width + 1;
    const short = style?.numberFormat ? null : fitNumber(text, fits);
    if (short !== null) return short;
    const one = this.measure('#', style) || 8;
    return '#'.repeat(Math.max(1, Math.floor((width - cellPadding) / one)));
  }

  /** How far a text may be drawn over the empty cells beside it; `null`: there is no room. */
  #overflow(
    { row, column }: Position,
    side: OverflowSide,
    wanted: number,
    isPlain: boolean,
  ): Overflow | null {
    const own = this.#session.sizes.width(column);
    const missing = side === 'both' ? (wanted - own) / 2 : wanted - own;
    const right = side === 'left' ? emptyRoom : this.#room(row, column, 1, missing);
    const left = side === 'right' ? emptyRoom : this.#room(row, column, -1, missing);
    if (right.px + left.px === 0) return null;
    const scale = this.#scale();
    return {
      left: left.px * scale,
      right: right.px * scale,
      isPlain: isPlain && left.isPlain && right.isPlain,
    };
  }

  #room(row: number, column: number, step: 1 | -1, missing: number): { px: number; isPlain: boolean } {
    let px = 0;
    let isPlain = true;
    for (
      let next = column + step;
      Math.abs(next - column) <= maxOverflowColumns && px < missing;
      next += step
    ) {
      if (next < 1) break;
      const { text, view } = this.#session.cell(row, next);
      if (text !== '') break;
      if (view?.style?.fill || view?.style?.borders) isPlain = false;
      px += this.#session.sizes.width(next);
    }
    return { px, isPlain };
  }
}

/** Its bar or icon stands for its value. */
function isBare({ view, pending }: ShownCell): boolean {
  return view?.bare === true && !pending;
}
