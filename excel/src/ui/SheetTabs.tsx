import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { App } from '../app/app.js';
import { sheetMenu } from '../menu/menus.js';
import type { SheetInfo } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { Icon } from './icons.js';

/** So far a tab is dragged before it moves: a click may tremble. */
const dragThresholdPx = 6;

export function SheetTabs({ app, session }: { app: App; session: WorkbookSession }) {
  const { sheets, readOnly } = session.info.value;
  const visible = sheets.filter((sheet) => sheet.visible);
  const hidden = sheets.length - visible.length;
  const chartSheets = session.charts.chartSheets.value;
  const show = (index: number) => {
    // A formula that waits for a value goes on with a cell of the other sheet.
    if (app.editor.mode.peek() !== 'ready' && !isPointing(app)) app.editor.commit();
    session.showSheet(index);
  };
  const openMenu = (place: { left: number; top: number }) => {
    app.contextMenu.value = { entries: sheetMenu, place };
  };
  const onKey = (event: KeyboardEvent) => {
    const tabs = (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]');
    const at = visible.findIndex(({ index }) => index === session.sheet.peek());
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = visible[at + (step ?? 0)];
    if (step && next && (event.ctrlKey || event.metaKey)) app.sheets.step(step as 1 | -1);
    else if (step && next) show(next.index);
    else if (event.key === 'F2') void app.sheets.askName();
    else if (event.key === 'Delete') void app.sheets.askDelete();
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      const box = tabs[at]!.getBoundingClientRect();
      openMenu({ left: box.left, top: box.top });
    } else return;
    event.preventDefault();
    event.stopPropagation();
    if (step && next) tabs[visible.indexOf(next)]?.focus();
  };
  return (
    <div class="sheets" data-region="tabs">
      <div class="sheet-tabs" role="tablist" aria-label={texts.sheets} onKeyDown={onKey}>
        {visible.map((sheet) => (
          <SheetTab
            key={sheet.index}
            app={app}
            session={session}
            sheet={sheet}
            onShow={() => show(sheet.index)}
            onMenu={openMenu}
          />
        ))}
      </div>
      {readOnly === null && (
        <button
          type="button"
          class="tool add-sheet"
          aria-label={texts.commands.addSheet}
          title={texts.commands.addSheet}
          data-testid="add-sheet"
          onClick={() => {
            app.run('addSheet');
            app.focusSheet();
          }}
        >
          <Icon name="plus" />
        </button>
      )}
      {chartSheets.length > 0 && (
        <span
          class="chart-sheets"
          title={texts.chartSheetsDetail(chartSheets.join(', '))}
          data-testid="chart-sheets"
        >
          {texts.chartSheets(chartSheets.length)}
        </span>
      )}
      {hidden > 0 && (
        <button
          type="button"
          class="tool hidden-sheets"
          title={texts.commands.showHiddenSheets}
          onClick={() => app.run('showHiddenSheets')}
        >
          {texts.sheetHidden(hidden)}
        </button>
      )}
    </div>
  );
}

interface TabProps {
  readonly app: App;
  readonly session: WorkbookSession;
  readonly sheet: SheetInfo;
  readonly onShow: () => void;
  readonly onMenu: (place: { left: number; top: number }) => void;
}

function SheetTab({ app, session, sheet: { index, name, color }, onShow, onMenu }: TabProps) {
  const drag = useRef<{ x: number; target: number } | null>(null);
  const isDragged = useSignal(false);
  const isEditable = session.info.value.readOnly === null;
  const end = () => {
    const target = drag.current?.target ?? index;
    drag.current = null;
    if (isDragged.peek()) app.sheets.move(index, target);
    isDragged.value = false;
  };
  return (
    <button
      type="button"
      role="tab"
      class={isDragged.value ? 'sheet-tab dragged' : 'sheet-tab'}
      aria-selected={session.sheet.value === index}
      tabIndex={session.sheet.value === index ? 0 : -1}
      style={color ? `--tab-color: ${color}` : undefined}
      data-colored={color !== null}
      data-sheet={index}
      // The field of a formula keeps the keyboard while its cells are pointed at.
      onMouseDown={(event) => isPointing(app) && event.preventDefault()}
      onClick={() => {
        const keepsField = isPointing(app);
        onShow();
        if (!keepsField) app.focusSheet();
      }}
      onDblClick={() => isEditable && void app.sheets.askName(index)}
      onContextMenu={(event) => {
        event.preventDefault();
        onShow();
        onMenu({ left: event.clientX, top: event.clientY });
      }}
      onPointerDown={(event) => {
        if (event.button !== 0 || !isEditable) return;
        drag.current = { x: event.clientX, target: index };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (!drag.current) return;
        if (Math.abs(event.clientX - drag.current.x) > dragThresholdPx) isDragged.value = true;
        const over = tabAt(event.clientX, event.currentTarget);
        if (over !== null) drag.current.target = over;
      }}
      onPointerUp={end}
      onPointerCancel={end}
    >
      {name}
    </button>
  );
}

function isPointing(app: App): boolean {
  const field = document.activeElement;
  return field instanceof HTMLTextAreaElement && app.pointer.canPoint(field);
}

function tabAt(x: number, tab: HTMLElement): number | null {
  for (const other of tab.parentElement!.querySelectorAll<HTMLElement>('[data-sheet]')) {
    const { left, right } = other.getBoundingClientRect();
    if (x >= left && x <= right) return Number(other.dataset.sheet);
  }
  return null;
}
