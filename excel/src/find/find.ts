import { computed, type Signal, signal } from '@preact/signals';
import type { App } from '../app/app.js';
import { failureOf } from '../edits/edit-queue.js';
import { select } from '../selection/selection.js';
import type { CellPlace, CellRange, FindOptions } from '../service/api.js';

export interface Found {
  readonly place: CellPlace;
  readonly text: string;
}

/** Find and replace: what is looked for, and what was found last. */
export class Find {
  /** `null`: the bar is closed. */
  readonly mode: Signal<'find' | 'replace' | null> = signal(null);
  readonly options: Signal<FindOptions> = signal({
    text: '',
    matchCase: false,
    wholeCell: false,
    inFormulas: false,
  });
  readonly everywhere = signal(false);
  readonly replacement = signal('');
  /** How many there are; `null`: not looked for yet. */
  readonly total: Signal<number | null> = signal(null);
  readonly isEmpty = computed(() => this.options.value.text === '');
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  open(replacing: boolean): void {
    this.mode.value = replacing ? 'replace' : 'find';
    document.querySelector<HTMLInputElement>('[data-testid=find-text]')?.select();
  }

  close(): void {
    this.mode.value = null;
    this.#app.focusSheet();
  }

  set(change: Partial<FindOptions>): void {
    this.options.value = { ...this.options.peek(), ...change };
    this.total.value = null;
  }

  /** Goes to the next one after the active cell, or the one before it; round the end. */
  async step(direction: 1 | -1): Promise<void> {
    const session = this.#app.workbooks.active.peek();
    if (!session || this.isEmpty.peek()) return;
    const { row, column } = session.selection.peek().active;
    const sheet = session.sheet.peek();
    try {
      await session.settled();
      const { matches, total } = await this.#app.service.call('sheet/find', {
        workbook: session.id,
        sheet: this.everywhere.peek() ? null : sheet,
        find: this.options.peek(),
        after: { sheet, row, column },
        limit: direction > 0 ? 1 : 1_000,
      });
      this.total.value = total;
      // The last of those after this cell, round the end, is the one before it; the cell itself may be among them.
      const isHere = ({ place }: Found) =>
        place.sheet === sheet && place.row === row && place.column === column;
      const found = direction > 0 ? matches[0] : matches.filter((match) => !isHere(match)).at(-1);
      if (!found) return;
      session.showSheet(found.place.sheet);
      session.selection.value = select({ row: found.place.row, column: found.place.column });
    } catch (error) {
      this.#app.notices.tell(failureOf(error));
    }
  }

  replaceAll(): void {
    const session = this.#app.workbooks.active.peek();
    if (!session || this.isEmpty.peek() || session.info.peek().readOnly !== null) return;
    const sheets = this.everywhere.peek() ? session.info.peek().sheets : [session.sheetInfo];
    for (const { index } of sheets) this.#replace(index);
    this.total.value = null;
  }

  /** The active cell, if it has the text; then on to the next one. */
  async replaceOne(): Promise<void> {
    const session = this.#app.workbooks.active.peek();
    if (!session || this.isEmpty.peek() || session.info.peek().readOnly !== null) return;
    const { row, column } = session.selection.peek().active;
    const sheet = session.sheet.peek();
    this.#replace(sheet, { sheet, top: row, left: column, rows: 1, columns: 1 });
    await this.step(1);
  }

  #replace(sheet: number, range?: CellRange): void {
    this.#app.workbooks.active.peek()!.edits.apply({
      kind: 'replace',
      sheet,
      ...(range && { range }),
      find: { ...this.options.peek(), inFormulas: true },
      replacement: this.replacement.peek(),
    });
  }
}
