import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../app/app.js';
import { nameArea, nameCell, parseArea } from '../cells/address.js';
import { below } from '../grid/sheet-controller.js';
import { appCommandOf } from '../selection/keyboard.js';
import { areaOf, isSingleCell, select } from '../selection/selection.js';
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
  const shown = nameCell(selection.active);
  const go = (field: HTMLInputElement) => {
    const area = parseArea(field.value);
    if (!area) {
      app.notices.warn(texts.badAddress(field.value));
      field.value = shown;
    } else {
      session.selection.value = select(
        { row: area.top, column: area.left },
        { row: area.bottom, column: area.right },
      );
    }
    app.focusSheet();
  };
  return (
    <input
      class="name-box"
      aria-label={texts.nameBox}
      title={isSingleCell(selection) ? shown : nameArea(areaOf(selection))}
      data-testid="name-box"
      spellcheck={false}
      value={shown}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => {
        event.currentTarget.value = nameCell(session.selection.peek().active);
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') {
          // The focus is in the cell by the time of the key's default, which would type a line break there.
          event.preventDefault();
          go(event.currentTarget);
        } else if (event.key === 'Escape') {
          event.currentTarget.value = shown;
          app.focusSheet();
        }
      }}
    />
  );
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
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.isComposing) return;
        const command = appCommandOf(event);
        if (command && command !== 'undo' && command !== 'redo') {
          event.preventDefault();
          app.run(command);
        } else if (event.key === 'Enter' && !event.altKey) {
          event.preventDefault();
          commit();
        } else if (event.key === 'Escape') {
          event.preventDefault();
          editor.cancel();
          app.focusSheet();
        }
      }}
    />
  );
}
