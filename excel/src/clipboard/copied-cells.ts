import type { Area } from '../cells/address.js';
import { countCells, rangeOf } from '../cells/range.js';
import type { LineUp } from '../selection/areas.js';
import type { Service } from '../service/service.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { type HtmlCell, writeHtml } from './html-table.js';
import { readTsv, writeTsv } from './tsv.js';

export interface CopiedCells {
  readonly tsv: string;
  readonly html: string;
}

/** More cells than that are copied within the workbook only: another program would choke on them. */
export const maxCopied = 200_000;

/** What can be put on the clipboard at once; `null`: not all of it has been read. */
export function copyShown(session: WorkbookSession, { areas, way }: LineUp): CopiedCells | null {
  const parts = areas.map((area) => readShown(session, area));
  return parts.every((part) => part !== null) ? write(join(parts, way)) : null;
}

/** The cells as they are shown, without those of hidden rows. */
function readShown(session: WorkbookSession, area: Area): HtmlCell[][] | null {
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
  return rows;
}

export async function copyFromService(
  service: Service,
  session: WorkbookSession,
  { areas, way }: LineUp,
): Promise<CopiedCells> {
  const sheet = session.sheet.peek();
  const read = (area: Area) =>
    service.call('range/copy', { workbook: session.id, range: rangeOf(sheet, usedPart(session, area)) });
  if (areas.length === 1) return read(areas[0]!);
  // Of several areas the texts are joined; how they look stays with the cells that are pasted here.
  const copies = await Promise.all(areas.map(read));
  const parts = copies.map(({ tsv }) =>
    readTsv(tsv).map((row) => row.map((text) => ({ text, style: null }))),
  );
  return write(join(parts, way));
}

function join(parts: readonly HtmlCell[][][], way: LineUp['way']): HtmlCell[][] {
  if (way === 'below') return parts.flat();
  return parts[0]!.map((_, index) => parts.flatMap((part) => part[index] ?? []));
}

function write(rows: readonly (readonly HtmlCell[])[]): CopiedCells {
  return { tsv: writeTsv(rows.map((row) => row.map(({ text }) => text))), html: writeHtml(rows) };
}

/** Of whole rows and columns, what the sheet uses. */
export function usedPart(session: WorkbookSession, area: Area): Area {
  return {
    ...area,
    bottom: Math.min(area.bottom, Math.max(area.top, session.sheetInfo.rows)),
    right: Math.min(area.right, Math.max(area.left, session.sheetInfo.columns)),
  };
}
