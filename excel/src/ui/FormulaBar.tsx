import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../app/app.js';
import { type Area, nameArea, nameCell, parseArea } from '../cells/address.js';
import { areaOfRange } from '../cells/range.js';
import { shortcutOf } from '../commands/shortcuts.js';
import { failureOf } from '../edits/edit-queue.js';
import { below } from '../grid/sheet-controller.js';
import { areasOf, selectAreas } from '../selection/areas.js';
import { isSingleCell } from '../selection/selection.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';

export function FormulaBar({ app, session }: { app: App; session: WorkbookSession }) {
  return (
    <div class="formula-bar" data-region="formula">
      <NameBox app={app} session={session} />
      <span class="fx" aria-hidden="true">
        ƒx
      </span>
      <FormulaField app={app} session={session} />
    </div>
  );
}

function NameBox({ app, session }: { app: App; session: WorkbookSession }) {
  const selection = session.selection.value;
  // The selection may move meanwhile, by a late answer: what is being typed stays.
  const typed = useSignal<string | null>(null);
  const go = async (value: string) => {
    app.focusSheet();
    // Most go to a cell of this sheet: that needs no answer.
    const areas = value.split(/[,;，；]/).map(parseArea);
    const sheet = session.sheet.peek();
    if (areas.every((area) => area !== null)) return show(session, sheet, areas);
    try {
      const params = { workbook: session.id, sheet, text: value };
      const { range } = await app.service.call('range/resolve', params);
      show(session, range.sheet, [areaOfRange(range)]);
    } catch (error) {
      const { code, message } = failureOf(error);
      app.notices.warn(code === 'INVALID_PARAMS' ? message : texts.badAddress(value), code);
    }
  };
  return (
    <input
      class="name-box"
      aria-label={texts.nameBox}
      title={
        isSingleCell(selection) ? nameCell(selection.active) : areasOf(selection).map(nameArea).join(', ')
      }
      data-testid="name-box"
      spellcheck={false}
      value={typed.value ?? nameCell(selection.active)}
      onFocus={(event) => event.currentTarget.select()}
      onMouseDown={(event) => {
        // The click that brings the keyboard here would take the selection away again.
        if (document.activeElement === event.currentTarget) return;
        event.preventDefault();
        event.currentTarget.focus();
      }}
      onInput={(event) => {
        typed.value = event.currentTarget.value;
      }}
      onBlur={() => {
        typed.value = null;
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') {
          // The focus is in the cell by the time of the key's default, which would type a line break there.
          event.preventDefault();
          void go(event.currentTarget.value);
        } else if (event.key === 'Escape') {
          app.focusSheet();
        }
      }}
    />
  );
}

function show(session: WorkbookSession, sheet: number, areas: readonly Area[]): void {
  session.showSheet(sheet);
  session.selection.value = selectAreas(areas);
}

/** Alt+Enter; the field tells of it as if it had been typed. */
function insertLine(field: HTMLTextAreaElement): void {
  field.setRangeText('\n', field.selectionStart, field.selectionEnd, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** The active cell's input: what was typed, not what it shows. */
function FormulaField({ app, session }: { app: App; session: WorkbookSession }) {
  const { editor } = app;
  const field = useRef<HTMLTextAreaElement>(null);
  const input = useSignal('');
  const selection = session.selection.value;
  const painted = session.painted.value;
  const sheet = session.sheet.value;
  useEffect(() => {
    let isCurrent = true;
    void session
      .readInput(selection.active)
      .catch(() => session.cell(selection.active.row, selection.active.column).text)
      .then((text) => {
        if (isCurrent) input.value = text;
      });
    return () => {
      isCurrent = false;
    };
  }, [session, selection.active, painted, sheet]);
  const isEditing = editor.mode.value !== 'ready' && editor.place.value?.session === session;
  const commit = () => {
    editor.commit();
    below(session);
    app.focusSheet();
  };
  return (
    <textarea
      ref={field}
      class="formula"
      rows={1}
      aria-label={texts.formula}
      data-testid="formula"
      data-formula-field=""
      spellcheck={false}
      readOnly={session.info.value.readOnly !== null}
      value={isEditing ? editor.text.value : input.value}
      onFocus={(event) => {
        if (!isEditing) editor.start(session, 'edit', event.currentTarget.value);
        else editor.mode.value = 'edit';
      }}
      onInput={(event) => {
        if (!isEditing) editor.start(session, 'edit', event.currentTarget.value);
        else editor.text.value = event.currentTarget.value;
        app.pointer.forget();
        app.formulaHelp.follow(event.currentTarget);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.isComposing) return;
        if (isEditing && app.formulaHelp.onKey(event, event.currentTarget)) return;
        const command = shortcutOf(event, true);
        if (command) {
          event.preventDefault();
          app.run(command);
        } else if (event.key === 'Enter') {
          event.preventDefault();
          if (event.altKey) insertLine(event.currentTarget);
          else commit();
        } else if (event.key === 'Escape') {
          event.preventDefault();
          editor.cancel();
          app.focusSheet();
        }
      }}
    />
  );
}
