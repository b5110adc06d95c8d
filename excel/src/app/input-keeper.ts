import { computed, effect } from '@preact/signals';
import type { CellEditor } from '../edits/cell-editor.js';
import type { Draft, KeptInput } from '../edits/kept-input.js';
import { select } from '../selection/selection.js';
import type { WorkbookSession } from '../session/workbook-session.js';

/** Keeps what is on its way and what is being typed, and brings it back when the page had to be loaded again. */
export class InputKeeper {
  readonly #kept: KeptInput;
  readonly #editor: CellEditor;
  readonly #watched = new Map<WorkbookSession, () => void>();

  constructor(kept: KeptInput, editor: CellEditor) {
    this.#kept = kept;
    this.#editor = editor;
    kept.forgetOld();
  }

  /** Sends what a page that is gone had not got through, takes up its draft, and watches from now on. */
  watch(session: WorkbookSession): void {
    const { changes, draft } = this.#kept.read(session.id);
    if (session.info.peek().readOnly === null) {
      session.edits.takeUp(changes);
      if (draft) this.#restore(session, draft);
    }
    // A file whose recovery is off leaves nothing behind here either.
    const isKept = computed(() => session.info.value.recovery);
    const keptDraft = computed(() => (isKept.value ? this.#draftOf(session) : null));
    const endings = [
      effect(() => {
        void session.unacknowledged.value;
        this.#kept.writeChanges(session.id, isKept.value ? session.edits.waiting : []);
      }),
      effect(() => this.#kept.writeDraft(session.id, keptDraft.value)),
    ];
    this.#watched.set(session, () => {
      for (const end of endings) end();
    });
  }

  /** The workbook is closed: what was dropped with it stays dropped. */
  forget(session: WorkbookSession): void {
    this.#watched.get(session)?.();
    this.#watched.delete(session);
    this.#kept.forget(session.id);
  }

  #draftOf(session: WorkbookSession): Draft | null {
    const place = this.#editor.place.value;
    const mode = this.#editor.mode.value;
    const text = this.#editor.text.value;
    if (place?.session !== session || mode === 'ready') return null;
    return { sheet: place.sheet, ...place.position, mode: mode === 'edit' ? 'edit' : 'enter', text };
  }

  #restore(session: WorkbookSession, { sheet, row, column, mode, text }: Draft): void {
    if (this.#editor.mode.peek() !== 'ready' || !session.info.peek().sheets[sheet]?.visible) return;
    session.showSheet(sheet);
    session.selection.value = select({ row, column });
    this.#editor.start(session, mode, text);
  }
}
