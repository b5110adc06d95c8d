import { type Signal, signal } from '@preact/signals';
import { type Area, contains, type Position } from '../cells/address.js';
import { areaOfRange, rangeOf, touches } from '../cells/range.js';
import type { AttachedWindow, CellNote, CellRule, CellWindow } from '../service/api.js';
import type { Service } from '../service/service.js';

/** What has been read of one part of a sheet. */
interface Piece {
  readonly sheet: number;
  readonly area: Area;
  readonly found: AttachedWindow;
}

/** So many parts are kept, the oldest dropped: as many as there are blocks of cells. */
const maxPieces = 64;

/**
 * What is attached to the cells of one workbook: rules, links, notes. A sheet that has nothing says so with its cells,
 * and is never asked. Of another the parts are read that the screen has shown, again when its stamp is another one.
 */
export class SessionAttached {
  /** Grows whenever something else is attached. */
  readonly changed: Signal<number> = signal(0);
  readonly #service: Service;
  readonly #workbook: string;
  /** By sheet, as its last window had it; `null`: nothing is attached. */
  readonly #stamps = new Map<number, string | null>();
  readonly #asked = new Set<string>();
  #pieces: Piece[] = [];

  constructor(service: Service, workbook: string) {
    this.#service = service;
    this.#workbook = workbook;
  }

  /** Cells have been read: `area` of a sheet. */
  learn(window: CellWindow, area: Area): void {
    const { sheet, attached = null } = window;
    this.#stamps.set(sheet, attached);
    if (attached !== null) void this.#read(sheet, attached, area);
    else if (this.#pieces.some((piece) => piece.sheet === sheet)) {
      this.#pieces = this.#pieces.filter((piece) => piece.sheet !== sheet);
      this.changed.value += 1;
    }
  }

  /** Sheets have come, gone or moved: what is known by their index is of others now. */
  forget(): void {
    this.#stamps.clear();
    this.#pieces = [];
    this.changed.value += 1;
  }

  /** As last read. */
  ruleAt(sheet: number, position: Position): CellRule | null {
    const rules = this.#pieceAt(sheet, position)?.found.rules;
    return rules?.find(({ areas }) => areas.some((one) => holds(one, position))) ?? null;
  }

  /** Whether a rule may refuse what is typed there: what has not been read may. */
  mayRefuse(sheet: number, position: Position): boolean {
    const stamp = this.#stamps.get(sheet);
    if (stamp === null) return false;
    const isRead = stamp !== undefined && this.#pieceAt(sheet, position)?.found.stamp === stamp;
    const style = this.ruleAt(sheet, position)?.style ?? null;
    return !isRead || style !== null;
  }

  noteAt(sheet: number, position: Position): CellNote | null {
    const notes = this.#pieceAt(sheet, position)?.found.notes;
    return notes?.find(({ row, column }) => row === position.row && column === position.column) ?? null;
  }

  /** What is said of a link, which may be empty; `null`: there is none. */
  linkAt(sheet: number, position: Position): string | null {
    const links = this.#pieceAt(sheet, position)?.found.links;
    return links?.find(({ range }) => holds(range, position))?.tip ?? null;
  }

  /** Notes of an area, each once. */
  notesIn(sheet: number, area: Area): CellNote[] {
    const pieces = this.#pieces.filter((piece) => piece.sheet === sheet && touches(piece.area, area));
    const found = new Map<string, CellNote>();
    for (const note of pieces.flatMap((piece) => piece.found.notes))
      if (contains(area, note)) found.set(`${note.row}:${note.column}`, note);
    return [...found.values()];
  }

  /** The newest part that holds the cell. */
  #pieceAt(sheet: number, position: Position): Piece | undefined {
    return this.#pieces.findLast((piece) => piece.sheet === sheet && contains(piece.area, position));
  }

  async #read(sheet: number, stamp: string, area: Area): Promise<void> {
    const isKnown = ({ found, ...piece }: Piece) =>
      piece.sheet === sheet && found.stamp === stamp && holdsAll(piece.area, area);
    const key = `${sheet} ${stamp} ${JSON.stringify(area)}`;
    if (this.#pieces.some(isKnown) || this.#asked.has(key)) return;
    this.#asked.add(key);
    try {
      const params = { workbook: this.#workbook, range: rangeOf(sheet, area) };
      const found = await this.#service.call('sheet/attached', params);
      // Changed meanwhile: a newer window asks again.
      if (found.stamp !== this.#stamps.get(sheet)) return;
      const others = this.#pieces.filter(
        (piece) => piece.sheet !== sheet || (piece.found.stamp === stamp && !holdsAll(area, piece.area)),
      );
      this.#pieces = [...others, { sheet, area, found }].slice(-maxPieces);
      this.changed.value += 1;
    } catch {
      // Cells go without until they are read again: nothing that is typed goes past the service's own check.
    } finally {
      this.#asked.delete(key);
    }
  }
}

function holdsAll(outer: Area, { top, left, bottom, right }: Area): boolean {
  return contains(outer, { row: top, column: left }) && contains(outer, { row: bottom, column: right });
}

function holds(range: Parameters<typeof areaOfRange>[0], position: Position): boolean {
  return contains(areaOfRange(range), position);
}
