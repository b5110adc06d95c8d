import { type Signal, signal } from '@preact/signals';
import type { App } from '../app/app.js';
import { areaOfRange, countCells, rangeOf, touches } from '../cells/range.js';
import { failureOf } from '../edits/edit-queue.js';
import { fillEdits } from '../grid/area-edits.js';
import { areasOf, type LineUp, lineUp } from '../selection/areas.js';
import { areaOf, select } from '../selection/selection.js';
import type { CellRange, Operation, SeveralOperation } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { type CopiedCells, copyFromService, copyShown, maxCopied, usedPart } from './copied-cells.js';
import { readHtml } from './html-table.js';
import { readTsv } from './tsv.js';

/** What was copied here last, for pasting it with its formulas and formats. */
export interface Copied {
  readonly session: WorkbookSession;
  /** From left to right or from above: several are pasted next to each other. */
  readonly ranges: readonly CellRange[];
  readonly way: LineUp['way'];
  readonly cut: boolean;
  readonly tsv: string;
}

type PasteWhat = 'all' | 'values' | 'formats';

/** Of cells that were copied here. */
export type PasteOptions = Omit<Extract<Operation, { kind: 'pasteRange' }>, 'kind' | 'source' | 'target'>;

/**
 * Cells go to other programs as text and as an HTML table. What comes back from the clipboard with the same text as
 * we put there is pasted by the service, so that references follow and formats come along.
 */
export class Clipboard {
  readonly copied: Signal<Copied | null> = signal(null);
  readonly #app: App;
  #pasteWhat: PasteWhat = 'all';

  constructor(app: App) {
    this.#app = app;
  }

  /** Escape, or an edit: the dashes around what was copied go, as in Excel. */
  forget(): void {
    this.copied.value = null;
  }

  onCopy(event: ClipboardEvent, session: WorkbookSession, cut: boolean): void {
    event.preventDefault();
    const from = this.#lineUp(session, cut);
    if (!from) return;
    const cells = copyShown(session, from);
    if (cells) {
      event.clipboardData?.setData('text/plain', cells.tsv);
      event.clipboardData?.setData('text/html', cells.html);
      this.#remember(session, from, cut, cells);
    } else void this.#copyLarge(session, from, cut);
  }

  /** A menu: the browser is asked to raise the event that the keys raise. */
  copyByCommand(cut: boolean): void {
    this.#app.focusSheet();
    if (document.execCommand(cut ? 'cut' : 'copy')) return;
    const session = this.#app.workbooks.active.peek()!;
    const from = this.#lineUp(session, cut);
    if (from) void this.#copyLarge(session, from, cut);
  }

  onPaste(event: ClipboardEvent, session: WorkbookSession): void {
    event.preventDefault();
    const plain = event.clipboardData?.getData('text/plain') ?? '';
    const html = event.clipboardData?.getData('text/html') ?? '';
    this.paste(session, { tsv: plain, html }, this.#pasteWhat);
    this.#pasteWhat = 'all';
  }

  async pasteByCommand(what: PasteWhat): Promise<void> {
    const session = this.#app.workbooks.active.peek()!;
    if (what === 'formats') {
      this.pasteSpecial({ what });
      return;
    }
    this.#app.focusSheet();
    this.#pasteWhat = what;
    if (document.execCommand('paste')) return;
    this.#pasteWhat = 'all';
    try {
      this.paste(session, await readSystemClipboard(), what);
    } catch {
      // The system or the user does not let a page read the clipboard by itself; the keys always may.
      this.#app.notices.warn(texts.pasteByKeys);
    }
  }

  /** What was copied here last; of another program there is nothing to choose. */
  pasteSpecial(options: PasteOptions): void {
    const session = this.#app.workbooks.active.peek()!;
    const copied = this.copied.peek();
    if (copied?.session === session) this.#pasteRange(session, copied, options);
  }

  paste(session: WorkbookSession, { tsv, html }: CopiedCells, what: PasteWhat): void {
    if (session.info.peek().readOnly !== null) return;
    const copied = this.copied.peek();
    if (copied && copied.session === session && sameText(copied.tsv, tsv)) {
      if (copied.cut && what === 'all') this.#move(session, copied);
      else this.#pasteRange(session, copied, { what });
      return;
    }
    this.forget();
    const rows = (html && readHtml(html)) || (tsv ? readTsv(tsv) : []);
    if (rows.length === 0) return;
    const { sheet, top, left } = session.selectedRange();
    const at = { sheet, row: top, column: left };
    const selected = areasOf(session.selection.peek());
    if (selected.length > 1) {
      if (isSingle(rows)) session.edits.setCells(fillEdits(session, selected, rows[0]![0]!));
      else this.#refusesSeveral(session, 'paste');
      return;
    }
    const inputs = isSingle(rows) ? repeatOver(session, rows[0]![0]!) : rows;
    const area = areaOfRange(session.edits.pasteTexts(at, inputs));
    session.selection.value = select(
      { row: area.top, column: area.left },
      { row: area.bottom, column: area.right },
    );
  }

  #pasteRange(session: WorkbookSession, { ranges, way }: Copied, options: PasteOptions): void {
    const [source] = ranges;
    if (ranges.length === 1) {
      session.applyToSelected((target) => ({ kind: 'pasteRange', source: source!, target, ...options }));
      return;
    }
    if (this.#refusesSeveral(session, 'paste')) return;
    const targets = nextToEachOther(session.selectedRange(), ranges, way, options.transpose === true);
    const isOver = ranges.some((from) =>
      targets.some((to) => from.sheet === to.sheet && touches(areaOfRange(from), areaOfRange(to))),
    );
    if (isOver) this.#app.notices.warn(texts.pasteOverCopied);
    else {
      const operations = ranges.map((from, index): SeveralOperation => {
        return { kind: 'pasteRange', source: from, target: targets[index]!, ...options };
      });
      session.edits.apply({ kind: 'several', operations });
    }
  }

  #move(session: WorkbookSession, { ranges }: Copied): void {
    const source = ranges[0]!;
    if (this.#refusesSeveral(session, 'paste')) return;
    const { sheet, top, left } = session.selectedRange();
    session.edits.apply({ kind: 'moveRange', source, to: { sheet, row: top, column: left } });
    this.forget();
  }

  /** Whether several areas are selected: the user is told that it takes one. */
  #refusesSeveral(session: WorkbookSession, command: 'cut' | 'paste'): boolean {
    const count = areasOf(session.selection.peek()).length;
    if (count > 1) this.#app.notices.warn(texts.oneArea(texts.commands[command], count));
    return count > 1;
  }

  /** What is selected, as far as it can be copied; otherwise the user is told why not. */
  #lineUp(session: WorkbookSession, cut: boolean): LineUp | null {
    if (cut && this.#refusesSeveral(session, 'cut')) return null;
    const found = lineUp(areasOf(session.selection.peek()));
    if (!found) this.#app.notices.warn(texts.copyAreas);
    return found;
  }

  async #copyLarge(session: WorkbookSession, from: LineUp, cut: boolean): Promise<void> {
    if (from.areas.reduce((sum, area) => sum + countCells(usedPart(session, area)), 0) > maxCopied) {
      this.#app.notices.warn(texts.copyTooLarge);
      return;
    }
    const cells = copyFromService(this.#app.service, session, from);
    const part = (kind: 'tsv' | 'html', type: string) =>
      cells.then((read) => new Blob([read[kind]], { type }));
    try {
      await navigator.clipboard.write([
        new ClipboardItem({
          'text/plain': part('tsv', 'text/plain'),
          'text/html': part('html', 'text/html'),
        }),
      ]);
      this.#remember(session, from, cut, await cells);
    } catch {
      const failure = await cells.then(() => null, failureOf);
      if (failure) this.#app.notices.tell(failure);
      else this.#app.notices.warn(texts.copyRefused);
    }
  }

  #remember(session: WorkbookSession, { areas, way }: LineUp, cut: boolean, { tsv }: CopiedCells): void {
    const isCut = cut && session.info.peek().readOnly === null;
    const ranges = areas.map((area) => rangeOf(session.sheet.peek(), area));
    this.copied.value = { session, ranges, way, cut: isCut, tsv };
  }
}

/** Systems change line ends, and add one at the end. */
function sameText(a: string, b: string): boolean {
  const plain = (text: string) => text.replace(/\r\n?/g, '\n').replace(/\n+$/, '');
  return plain(a) === plain(b);
}

/** Where copied areas come to stand, from the corner of what is selected on. */
function nextToEachOther(
  { sheet, top, left }: CellRange,
  ranges: readonly CellRange[],
  way: LineUp['way'],
  isTransposed: boolean,
): CellRange[] {
  const isBeside = (way === 'beside') !== isTransposed;
  let [row, column] = [top, left];
  return ranges.map(({ rows: high, columns: wide }) => {
    const [rows, columns] = isTransposed ? [wide, high] : [high, wide];
    const target = { sheet, top: row, left: column, rows, columns };
    if (isBeside) column += columns;
    else row += rows;
    return target;
  });
}

function isSingle(rows: readonly (readonly string[])[]): boolean {
  return rows.length === 1 && rows[0]!.length === 1;
}

/** One text goes into every selected cell. */
function repeatOver(session: WorkbookSession, text: string): string[][] {
  const area = areaOf(session.selection.peek());
  const isLarge = countCells(area) > maxCopied;
  const rows = isLarge ? 1 : area.bottom - area.top + 1;
  const columns = isLarge ? 1 : area.right - area.left + 1;
  return Array.from({ length: rows }, () => Array<string>(columns).fill(text));
}

async function readSystemClipboard(): Promise<CopiedCells> {
  const items = await navigator.clipboard.read();
  const read = async (type: string) => {
    const item = items.find(({ types }) => types.includes(type));
    return item ? (await item.getType(type)).text() : '';
  };
  return { tsv: await read('text/plain'), html: await read('text/html') };
}
