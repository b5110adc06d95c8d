import type { Area } from '../cells/address.js';
import { countCells, rangeOf } from '../cells/range.js';
import type { Service } from '../service/service.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { type HtmlCell, writeHtml } from './html-table.js';
import { writeTsv } from './tsv.js';

export interface CopiedCells {
  readonly tsv: string;
  readonly html: string;
}

/** More cells than that are copied within the workbook only: another program would choke on them. */
export const maxCopied = 200_000;

/** What can be put on the clipboard at once; `null`: not all of it has been read, or some rows are hidden. */
export function copyShown(session: WorkbookSession, area: Area): CopiedCells | null {
  const used = usedPart(session, area);
  if (countCells(used) > 20_000) return null;
  const rows: HtmlCell[][] = [];
  for (let row = used.top; row <= used.bottom; row++) {
    if (session.sizes.height(row) === 0) continue;
    const cells: HtmlCell[] = [];
    for (let column = used.left; column <= used.right; column++) {
      if (!session.isRead(row, column)) return null;
      const { text, view } = session.cell(row, column);
      cells.push({ text, style: view?.style ?? null });
    }
    rows.push(cells);
  }
  return { tsv: writeTsv(rows.map((row) => row.map(({ text }) => text))), html: writeHtml(rows) };
}

export async function copyFromService(
  service: Service,
  session: WorkbookSession,
  area: Area,
): Promise<CopiedCells> {
  const range = rangeOf(session.sheet.peek(), usedPart(session, area));
  return service.call('range/copy', { workbook: session.id, range });
}

/** Of whole rows and columns, what the sheet uses. */
export function usedPart(session: WorkbookSession, area: Area): Area {
  return {
    ...area,
    bottom: Math.min(area.bottom, Math.max(area.top, session.sheetInfo.rows)),
    right: Math.min(area.right, Math.max(area.left, session.sheetInfo.columns)),
  };
}
