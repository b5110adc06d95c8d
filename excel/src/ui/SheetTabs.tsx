import type { App } from '../app/app.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';

export function SheetTabs({ app, session }: { app: App; session: WorkbookSession }) {
  const { sheets } = session.info.value;
  const visible = sheets.filter((sheet) => sheet.visible);
  const hidden = sheets.length - visible.length;
  const show = (index: number) => {
    if (app.editor.mode.peek() !== 'ready') app.editor.commit();
    session.showSheet(index);
  };
  /** The arrow keys go from tab to tab, as in every tab list. */
  const step = (event: KeyboardEvent) => {
    const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = visible[visible.findIndex(({ index }) => index === session.sheet.peek()) + (direction ?? 0)];
    if (!direction || !next) return;
    event.preventDefault();
    show(next.index);
    const tabs = (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]');
    tabs[visible.indexOf(next)]?.focus();
  };
  return (
    <div class="sheet-tabs" role="tablist" aria-label={texts.sheets} data-region="tabs" onKeyDown={step}>
      {visible.map(({ index, name, color }) => (
        <button
          key={index}
          type="button"
          role="tab"
          class="sheet-tab"
          aria-selected={session.sheet.value === index}
          tabIndex={session.sheet.value === index ? 0 : -1}
          style={color ? `--tab-color: ${color}` : undefined}
          data-colored={color !== null}
          onClick={() => {
            show(index);
            app.focusSheet();
          }}
        >
          {name}
        </button>
      ))}
      {hidden > 0 && <span class="hidden-sheets">{texts.sheetHidden(hidden)}</span>}
    </div>
  );
}
