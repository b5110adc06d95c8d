import type { App } from '../app/app.js';
import { shortcutOf } from '../commands/shortcuts.js';
import type { Chart } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { focusNext } from './focus-chart.js';

const stepPx = 8;
const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

interface CardParts {
  readonly app: App;
  readonly session: WorkbookSession;
  readonly chart: Chart;
  readonly isEditable: boolean;
  readonly nudge: (dx: number, dy: number, sizes: boolean) => void;
}

/** Arrows move, with Shift they size, with Ctrl by single px; Enter opens the settings, Tab goes on, Escape goes back. */
export function cardKeys(event: KeyboardEvent, { app, session, chart, isEditable, nudge }: CardParts): void {
  // RevoGrid listens on the document.
  event.stopPropagation();
  const { charts } = session;
  if (event.key === 'Escape') {
    charts.selected.value = null;
    app.focusSheet();
    return;
  }
  const card = event.currentTarget as HTMLElement;
  if (event.target !== card) return;
  const shortcut = shortcutOf(event, false);
  if (shortcut) {
    event.preventDefault();
    app.run(shortcut);
    return;
  }
  const arrow = arrows[event.key];
  if (event.key === 'Tab') focusNext(card, event.shiftKey ? -1 : 1);
  else if (event.key === 'Enter') {
    charts.selected.value = chart.id;
    // The settings are there once the selection has been drawn.
    requestAnimationFrame(() =>
      card.querySelector<HTMLElement>('.chart-tools select, .chart-tools button')?.focus(),
    );
  } else if (!isEditable) return;
  else if (event.key === 'Delete' || event.key === 'Backspace') {
    charts.remove(chart.id);
    app.focusSheet();
  } else if (arrow) {
    const step = event.ctrlKey || event.metaKey ? 1 : stepPx;
    nudge(arrow[0] * step, arrow[1] * step, event.shiftKey);
  } else return;
  event.preventDefault();
}
