import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { App } from '../app/app.js';
import { attachedDrawings } from '../attached/attached-drawings.js';
import { CellBubbles } from '../attached/cell-bubbles.js';
import { type Area, nameCell, nameColumn, type Position } from '../cells/address.js';
import { areaOfRange, isWholeColumns, isWholeRows } from '../cells/range.js';
import { ChartLayer } from '../charts/ChartLayer.js';
import { failureOf } from '../edits/edit-queue.js';
import { type ColoredReference, colorReferences } from '../formulas/reference-colors.js';
import { areaOf, type Selection } from '../selection/selection.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';
import { CellInput } from './cell-input.js';
import { HeaderResize } from './header-resize.js';
import { Revealer } from './revealer.js';
import { SheetController } from './sheet-controller.js';
import { SheetMouse } from './sheet-mouse.js';
import { overMerges, SheetOverlay } from './sheet-overlay.js';
import { SheetPainter } from './sheet-painter.js';

/** The sheet of one workbook: RevoGrid below, and over the active cell the text field that has the keyboard. */
export function SheetView({ app, session }: { app: App; session: WorkbookSession }) {
  const holder = useRef<HTMLDivElement>(null);
  useEffect(() => mountSheet(app, session, holder.current!), [app, session]);
  return <div class="sheet" ref={holder} data-testid="sheet" data-region="sheet" />;
}

function mountSheet(app: App, session: WorkbookSession, holder: HTMLElement): () => void {
  const painter = new SheetPainter(session, holder);
  const { grid } = painter;
  grid.element.setAttribute('aria-label', texts.grid);
  const revealer = new Revealer(grid);
  const controller = new SheetController(session, app.editor, {
    pageSize: (direction) => grid.pageSize(direction),
    reveal: (position) => revealer.show(position),
  });
  const input = new CellInput({ app, session, controller, grid, parent: holder });
  const resize = new HeaderResize(app, session, grid, painter);
  const mouse = new SheetMouse({ app, session, controller, grid, input, resize });
  const overlay = new SheetOverlay(session, grid, (position) => painter.drawMerged(position));
  const charts = new ChartLayer(app, session, grid);
  const bubbles = new CellBubbles(session, grid, holder, input.field);
  const drawOverlay = () => {
    const copied = app.clipboard.copied.value;
    const pointed = app.pointer.target.value;
    const isHere = copied?.session === session && copied.ranges[0]!.sheet === session.sheet.value;
    overlay.draw({
      copied: isHere ? copied.ranges.map(areaOfRange) : [],
      preview: mouse.preview.value ?? (pointed?.sheet === session.sheet.value ? pointed.area : null),
      references: typedReferences(app, session),
      attached: attachedDrawings(session, grid.visibleArea(), grid.shape.frozen),
      filterLabel: (column) => texts.filterColumn(nameColumn(column)),
    });
    charts.draw();
    bubbles.draw();
  };
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const ends: (() => void)[] = [];
  let isMounted = true;

  const start = () => {
    const look = () => {
      painter.look();
      input.place();
      drawOverlay();
    };
    grid.element.addEventListener('afterrender', look);
    grid.element.addEventListener('viewportscroll', () => {
      holder.classList.toggle('at-left', grid.isAtLeft());
      input.place();
      bubbles.draw();
    });
    holder.classList.add('at-left');
    // Ctrl with the wheel, and two fingers on a touchpad.
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      app.zoom.step(event.deltaY < 0 ? 1 : -1);
    };
    holder.addEventListener('wheel', onWheel, { capture: true, passive: false });
    const onTheme = () => {
      painter.readPaper();
      painter.repaint();
    };
    dark.addEventListener('change', onTheme);
    let shown: number | null = null;
    ends.push(
      () => dark.removeEventListener('change', onTheme),
      effect(() => {
        const isOther = shown !== session.sheet.value;
        shown = session.sheet.value;
        // A chart or a picture may stand far behind the last cell.
        void session.charts.list.value;
        void session.charts.pictures.list.value;
        holder.classList.toggle('no-grid', !session.sheetInfo.gridLines);
        if (isOther) painter.showSheet();
        else painter.fitShape();
      }),
      effect(() => {
        if (session.window.value) painter.learn(session.window.value);
        overMerges(session);
        input.place();
      }),
      effect(() => {
        painter.zoom(app.zoom.percent.value);
        input.place();
      }),
      effect(() => {
        void session.window.value;
        void session.selection.value;
        void session.filter.value;
        void session.attached.changed.value;
        void session.charts.list.value;
        void session.charts.pictures.list.value;
        void session.charts.pictures.loaded.value;
        void session.info.value;
        void app.zoom.percent.value;
        drawOverlay();
      }),
      effect(() => {
        void session.painted.value;
        painter.repaint();
      }),
      effect(() => {
        overMerges(session);
        const selection = session.selection.value;
        void session.sheet.value;
        painter.fitShape();
        revealer.show(inLine(selection, grid.visibleArea()));
        painter.drawSelection();
        input.place();
        input.describe(
          nameCell(selection.active),
          session.cell(selection.active.row, selection.active.column).text,
          selection.others.length + 1,
        );
        holder.dataset.selection = JSON.stringify(areaOf(selection));
      }),
    );
    app.focusSheet = () => input.focus();
    app.toggleNote = () => bubbles.toggleNote();
    app.fitColumns = (first, last) => {
      painter.fitColumns(first, last).catch((error) => app.notices.tell(failureOf(error)));
    };
    input.focus();
  };
  void grid.start().then(() => {
    if (isMounted) start();
  });
  return () => {
    isMounted = false;
    for (const end of ends) end();
    revealer.cancel();
    mouse.end();
    charts.end();
    bubbles.end();
    input.end();
    grid.element.remove();
  };
}

/** What the formula that is being typed refers to on the sheet that is shown. */
function typedReferences(app: App, session: WorkbookSession): readonly ColoredReference[] {
  const { mode, text, place } = app.editor;
  if (mode.value === 'ready' || place.value?.session !== session) return [];
  const own = place.value.sheet;
  const shown = session.sheet.value;
  const name = session.sheetInfo.name.toLowerCase();
  return colorReferences(text.value).filter(({ sheet }) =>
    sheet === null ? shown === own : sheet.toLowerCase() === name,
  );
}

/** What has to be seen of a selection. Of whole rows and columns there is no end to scroll to: they are seen where one is. */
function inLine(selection: Selection, visible: Area): Position {
  const area = areaOf(selection);
  const end = selection.anchor === selection.active ? selection.extent : selection.active;
  return {
    row: isWholeColumns(area) ? visible.top : end.row,
    column: isWholeRows(area) ? visible.left : end.column,
  };
}
