import { type Signal, signal } from '@preact/signals';
import type { Area } from '../cells/address.js';
import { countCells, rangeOf } from '../cells/range.js';
import {
  type Change,
  EditQueue,
  type Failure,
  type KeyedChange,
  type KeyedEdits,
  type Outcome,
} from '../edits/edit-queue.js';
import { followStructure } from '../edits/follow-structure.js';
import { PendingCells } from '../edits/pending-cells.js';
import type { CellEdit, CellPlace, CellRange, Changed, Operation } from '../service/api.js';
import type { Service } from '../service/service.js';

/** So many cells are shown at once as they were typed or emptied; more, once the service has done it. */
const maxShownClear = 200;
const maxShownPaste = 2_000;

export interface EditEvents {
  /** A change has been taken up, and will be sent in its turn. */
  readonly onTaken: (change: KeyedChange) => void;
  readonly onAcknowledged: (change: KeyedChange, answer: Changed) => void;
  /** Its cells are back to what they were. */
  readonly onRefused: (change: KeyedChange, failure: Failure) => void;
  /** Cells look different. */
  readonly onShown: () => void;
}

/** What the user does to one workbook, on its way to the service: kept until it is acknowledged. */
export class SessionEdits {
  /** Changes that the service has not acknowledged. */
  readonly unacknowledged: Signal<number> = signal(0);
  readonly pending = new PendingCells();
  readonly #service: Service;
  readonly #workbook: string;
  readonly #events: EditEvents;
  readonly #queue: EditQueue;

  constructor(service: Service, workbook: string, events: EditEvents) {
    this.#service = service;
    this.#workbook = workbook;
    this.#events = events;
    this.#queue = new EditQueue({
      send: (change) => this.#send(change),
      sendMany: (changes) => this.#sendMany(changes),
      onAcknowledged: (change, answer) => {
        this.pending.acknowledge(change.key, answer.revision);
        events.onAcknowledged(change, answer);
      },
      onRefused: (change, failure) => {
        this.pending.drop(change.key);
        events.onRefused(change, failure);
      },
      onLength: (length) => {
        this.unacknowledged.value = length;
      },
      newKey: () => crypto.randomUUID(),
      schedule: (callback, delayMs) => void setTimeout(callback, delayMs),
    });
  }

  /** Shown at once; an edit of a cell that is being deleted goes with it. `checked`: against the rules of cells. */
  setCells(edits: readonly CellEdit[], { checked = false } = {}): void {
    const moved = edits.flatMap((edit) => this.#followWaiting(edit) ?? []);
    if (moved.length === 0) return;
    const { key } = this.#push(
      checked
        ? { kind: 'apply', operation: { kind: 'setCells', edits: moved, checked } }
        : { kind: 'set', edits: moved },
    );
    this.pending.add(key, moved);
    this.#events.onShown();
  }

  get waiting(): readonly KeyedChange[] {
    return this.#queue.waiting;
  }

  /** See `EditQueue.takeUp`. */
  takeUp(changes: readonly KeyedChange[]): void {
    for (const change of changes) this.pending.add(change.key, typedIn(change));
    this.#queue.takeUp(changes);
    this.#events.onShown();
  }

  /** One of the contract's operations: one step for undo. */
  apply(operation: Operation): void {
    this.#push({ kind: 'apply', operation });
  }

  undo(): void {
    this.#push({ kind: 'undo' });
  }

  redo(): void {
    this.#push({ kind: 'redo' });
  }

  /** Empties areas and keeps their formats. */
  clear(sheet: number, areas: readonly Area[]): void {
    if (areas.reduce((sum, area) => sum + countCells(area), 0) > maxShownClear) {
      const operations = areas.map((area) => ({
        kind: 'clear' as const,
        range: rangeOf(sheet, area),
        what: 'contents' as const,
      }));
      this.apply(operations.length === 1 ? operations[0]! : { kind: 'several', operations });
      return;
    }
    const edits: CellEdit[] = [];
    for (const area of areas)
      for (let row = area.top; row <= area.bottom; row++)
        for (let column = area.left; column <= area.right; column++)
          edits.push({ sheet, row, column, input: '' });
    this.setCells(edits);
  }

  /** Texts of another program. @returns where they come to stand */
  pasteTexts(at: CellPlace, rows: readonly (readonly string[])[]): CellRange {
    const columns = Math.max(1, ...rows.map(({ length }) => length));
    const { sheet } = at;
    if (rows.length * columns > maxShownPaste) this.apply({ kind: 'pasteText', at, rows });
    else {
      const edits = rows.flatMap((row, down) =>
        row.map((input, across) => ({ sheet, row: at.row + down, column: at.column + across, input })),
      );
      this.setCells(edits);
    }
    return { sheet, top: at.row, left: at.column, rows: rows.length, columns };
  }

  isWaitingFor(kind: Operation['kind']): boolean {
    return this.#queue.waiting.some((change) => change.kind === 'apply' && change.operation.kind === kind);
  }

  resume(): void {
    this.#queue.resume();
  }

  close(): void {
    this.#queue.close();
  }

  #push(change: Change): KeyedChange {
    const keyed = this.#queue.push(change);
    this.#events.onTaken(keyed);
    return keyed;
  }

  /** What is typed while rows or sheets are on their way goes where its cell will be. */
  #followWaiting(edit: CellEdit): CellEdit | null {
    let place: CellEdit | null = edit;
    for (const change of this.#queue.waiting) {
      if (change.kind !== 'apply' || !place) continue;
      const followed = followStructure(place, change.operation);
      place = followed && { ...place, ...followed };
    }
    return place;
  }

  #send(change: KeyedChange): Promise<Changed> {
    const target = { workbook: this.#workbook, key: change.key };
    switch (change.kind) {
      case 'set':
        return this.#service.call('cells/set', { ...target, edits: change.edits });
      case 'apply':
        return this.#service.call('workbook/apply', { ...target, operation: change.operation });
      default:
        return this.#service.call(`workbook/${change.kind}`, target);
    }
  }

  async #sendMany(changes: readonly KeyedEdits[]): Promise<readonly Outcome[]> {
    const { outcomes, ...state } = await this.#service.call('cells/setMany', {
      workbook: this.#workbook,
      changes: changes.map(({ key, edits }) => ({ key, edits })),
    });
    return outcomes.map((outcome) =>
      'refused' in outcome ? { failure: outcome.refused } : { answer: { ...state, ...outcome, at: null } },
    );
  }
}

/** Cells that a change shows at once. */
export function typedIn(change: KeyedChange): readonly CellEdit[] {
  if (change.kind === 'set') return change.edits;
  return change.kind === 'apply' && change.operation.kind === 'setCells' ? change.operation.edits : [];
}
