import { areasOf } from '../selection/areas.js';
import { areaOf } from '../selection/selection.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import type { App } from './app.js';

/** What the user does to whole sheets, rows and columns, as far as it asks something first. */
export class SheetActions {
  readonly #app: App;
  /** The sheet whose tab is a text field now. */

  constructor(app: App) {
    this.#app = app;
  }

  get #session(): WorkbookSession {
    return this.#app.workbooks.active.peek()!;
  }

  add(): void {
    this.#session.edits.apply({ kind: 'addSheet', at: this.#session.sheet.peek() + 1 });
  }

  async askName(index = this.#session.sheet.peek()): Promise<void> {
    const session = this.#session;
    const { name: old } = session.info.peek().sheets[index]!;
    const { renameSheet } = texts.commands;
    const name = await this.#app.notices.askText(renameSheet, texts.sheetName, old, texts.ok, texts.cancel);
    if (name !== null && name !== old) session.edits.apply({ kind: 'renameSheet', sheet: index, name });
  }

  async askDelete(index = this.#session.sheet.peek()): Promise<void> {
    const session = this.#session;
    const { name, rows } = session.info.peek().sheets[index]!;
    const agreed =
      rows === 0 ||
      (await this.#app.notices.ask(texts.deleteSheetQuestion(name), texts.deleteSheetDetail, [
        { label: texts.cancel, value: false, role: 'plain' },
        { label: texts.delete, value: true, role: 'danger' },
      ]));
    if (agreed) session.edits.apply({ kind: 'deleteSheet', sheet: index });
  }

  show(index: number, visible: boolean): void {
    this.#session.edits.apply({ kind: 'showSheet', sheet: index, visible });
  }

  showAll(): void {
    for (const { index, visible } of this.#session.info.peek().sheets) if (!visible) this.show(index, true);
  }

  /** Past the next visible neighbour. */
  step(step: 1 | -1): void {
    const session = this.#session;
    const { sheets } = session.info.peek();
    const from = session.sheet.peek();
    let to = from + step;
    while (sheets[to] && !sheets[to]!.visible) to += step;
    if (sheets[to]) this.move(from, to);
  }

  move(from: number, to: number): void {
    if (from !== to) this.#session.edits.apply({ kind: 'moveSheet', sheet: from, to });
  }

  /** Merging keeps the top left content only: asked when there is another. */
  async mergeSelection(): Promise<void> {
    const session = this.#session;
    const area = areaOf(session.selection.peek());
    const range = session.selectedRange();
    if (range.rows * range.columns < 2) return;
    const corner = { ...area, bottom: area.top, right: area.left };
    const losesSome = session.countFilled(area, 2) > session.countFilled(corner, 1);
    const agreed =
      !losesSome ||
      (await this.#app.notices.ask(texts.mergeQuestion, texts.mergeDetail, [
        { label: texts.cancel, value: false, role: 'plain' },
        { label: texts.commands.merge, value: true, role: 'primary' },
      ]));
    if (agreed) session.edits.apply({ kind: 'merge', range });
  }

  async askSize(what: 'rows' | 'columns'): Promise<void> {
    const session = this.#session;
    const { top, left } = session.selectedRange();
    const isRows = what === 'rows';
    const title = isRows ? texts.commands.rowHeight : texts.commands.columnWidth;
    const now = String(isRows ? session.sizes.height(top) : session.sizes.width(left));
    const answer = await this.#app.notices.askText(title, texts.pixels, now, texts.ok, texts.cancel);
    if (answer === null) return;
    const size = Number(answer);
    if (!Number.isFinite(size) || size < 0 || size > 2_000) {
      this.#app.notices.warn(texts.badSize(answer));
    } else if (isRows)
      session.applyToSelected(({ sheet, top: row, rows: count }) => ({
        kind: 'sizeRows',
        sheet,
        row,
        count,
        heightPx: size,
      }));
    else
      session.applyToSelected(({ sheet, left: column, columns: count }) => ({
        kind: 'sizeColumns',
        sheet,
        column,
        count,
        widthPx: size,
      }));
  }

  /** To the widest text that has been read of each selected column. */
  fitColumns(): void {
    for (const { left, right } of areasOf(this.#session.selection.peek())) this.#app.fitColumns(left, right);
  }
}
