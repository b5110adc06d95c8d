import { type Signal, signal } from '@preact/signals';
import type { App } from '../app/app.js';
import { areaOfRange, countCells } from '../cells/range.js';
import { failureOf } from '../edits/edit-queue.js';
import { areaOf, select } from '../selection/selection.js';
import type { CellRange, Operation } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { type CopiedCells, copyFromService, copyShown, maxCopied, usedPart } from './copied-cells.js';
import { readHtml } from './html-table.js';
import { readTsv } from './tsv.js';

/** What was copied here last, for pasting it with its formulas and formats. */
export interface Copied {
  readonly session: WorkbookSession;
  readonly range: CellRange;
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
    const area = areaOf(session.selection.peek());
    const cells = copyShown(session, area);
    if (cells) {
      event.clipboardData?.setData('text/plain', cells.tsv);
      event.clipboardData?.setData('text/html', cells.html);
      this.#remember(session, cut, cells);
    } else void this.#copyLarge(session, cut);
  }

  /** A menu: the browser is asked to raise the event that the keys raise. */
  copyByCommand(cut: boolean): void {
    this.#app.focusSheet();
    if (document.execCommand(cut ? 'cut' : 'copy')) return;
    void this.#copyLarge(this.#app.workbooks.active.peek()!, cut);
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
    const { sheet } = session.selectedRange();
    const { top, left } = areaOf(session.selection.peek());
    const at = { sheet, row: top, column: left };
    const inputs = isSingle(rows) ? repeatOver(session, rows[0]![0]!) : rows;
    const area = areaOfRange(session.edits.pasteTexts(at, inputs));
    session.selection.value = select(
      { row: area.top, column: area.left },
      { row: area.bottom, column: area.right },
    );
  }

  #pasteRange(session: WorkbookSession, { range: source }: Copied, options: PasteOptions): void {
    session.edits.apply({ kind: 'pasteRange', source, target: session.selectedRange(), ...options });
  }

  #move(session: WorkbookSession, { range: source }: Copied): void {
    const { sheet, top, left } = session.selectedRange();
    session.edits.apply({ kind: 'moveRange', source, to: { sheet, row: top, column: left } });
    this.forget();
  }

  async #copyLarge(session: WorkbookSession, cut: boolean): Promise<void> {
    const area = areaOf(session.selection.peek());
    if (countCells(usedPart(session, area)) > maxCopied) {
      this.#app.notices.warn(texts.copyTooLarge);
      return;
    }
    const cells = copyFromService(this.#app.service, session, area);
    const part = (kind: 'tsv' | 'html', type: string) =>
      cells.then((read) => new Blob([read[kind]], { type }));
    try {
      await navigator.clipboard.write([
        new ClipboardItem({
          'text/plain': part('tsv', 'text/plain'),
          'text/html': part('html', 'text/html'),
        }),
      ]);
      this.#remember(session, cut, await cells);
    } catch {
      const failure = await cells.then(() => null, failureOf);
      if (failure) this.#app.notices.tell(failure);
      else this.#app.notices.warn(texts.copyRefused);
    }
  }

  #remember(session: WorkbookSession, cut: boolean, { tsv }: CopiedCells): void {
    const isCut = cut && session.info.peek().readOnly === null;
    this.copied.value = { session, range: session.selectedRange(), cut: isCut, tsv };
  }
}

/** Systems change line ends, and add one at the end. */
function sameText(a: string, b: string): boolean {
  const plain = (text: string) => text.replace(/\r\n?/g, '\n').replace(/\n+$/, '');
  return plain(a) === plain(b);
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
