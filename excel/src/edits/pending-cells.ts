import type { Area } from '../cells/address.js';
import type { CellEdit } from '../service/api.js';

interface PendingCell {
  readonly edit: CellEdit;
  readonly key: string;
  /** Of the service's acknowledgement; `null` while it is not acknowledged. */
  revision: number | null;
}

/**
 * What the user typed and the sheet does not show yet. An entry goes when a window of its revision or a later one has
 * been read, or when the service refuses it.
 */
export class PendingCells {
  readonly #cells = new Map<string, PendingCell>();

  add(key: string, edits: readonly CellEdit[]): void {
    for (const edit of edits)
      this.#cells.set(placeOf(edit.sheet, edit.row, edit.column), { edit, key, revision: null });
  }

  /** What was typed there, and whether the service has it. */
  get(sheet: number, row: number, column: number): { input: string; acknowledged: boolean } | null {
    const cell = this.#cells.get(placeOf(sheet, row, column));
    return cell ? { input: cell.edit.input, acknowledged: cell.revision !== null } : null;
  }

  acknowledge(key: string, revision: number): void {
    for (const cell of this.#cells.values()) if (cell.key === key) cell.revision = revision;
  }

  drop(key: string): void {
    for (const [place, cell] of this.#cells) if (cell.key === key) this.#cells.delete(place);
  }

  /** A window of `revision` has been read: it shows what was acknowledged up to then. */
  settle(sheet: number, area: Area, revision: number): void {
    for (const [place, { edit, revision: own }] of this.#cells) {
      if (own === null || own > revision || edit.sheet !== sheet) continue;
      const inside =
        edit.row >= area.top &&
        edit.row <= area.bottom &&
        edit.column >= area.left &&
        edit.column <= area.right;
      if (inside) this.#cells.delete(place);
    }
  }

  /** The service has started anew and its revisions with it: what it acknowledged is in every window from now on. */
  restartRevisions(): void {
    for (const cell of this.#cells.values()) if (cell.revision !== null) cell.revision = 0;
  }
}

function placeOf(sheet: number, row: number, column: number): string {
  return `${sheet}:${row}:${column}`;
}
