import type { App } from '../app/app.js';
import { nameCell, type Position } from '../cells/address.js';
import { areaOfRange } from '../cells/range.js';
import { failureOf } from '../edits/edit-queue.js';
import { select } from '../selection/selection.js';
import type { CellLink } from '../service/api.js';
import type { WorkbookSession } from '../session/workbook-session.js';
import { texts } from '../texts/texts.js';

/** A file, a script or another program must not be started by a click into a workbook. */
const openableSchemes = new Set(['http:', 'https:', 'mailto:']);

/** Follows the link of a cell: to a place of the workbook at once, outside of it once its address has been seen. */
export async function openLink(app: App, session: WorkbookSession, position: Position): Promise<void> {
  const sheet = session.sheet.peek();
  try {
    const { link } = await app.service.call('cell/link', { workbook: session.id, sheet, ...position });
    if (!link) app.notices.inform(texts.noLink(nameCell(position)));
    else if (link.address) await openOutside(app, link);
    else await goToPlace(app, session, sheet, link.place);
  } catch (error) {
    app.notices.tell(failureOf(error));
  }
}

/** @returns the whole address as it will be opened; `null`: it is none that may be */
export function openableAddress({ address, place }: CellLink): string | null {
  const whole = place ? `${address}#${place}` : address;
  if (!URL.canParse(whole)) return null;
  const { protocol, href } = new URL(whole);
  return openableSchemes.has(protocol) ? href : null;
}

async function openOutside(app: App, link: CellLink): Promise<void> {
  const address = openableAddress(link);
  if (address === null) {
    app.notices.warn(texts.linkRefused(link.address));
    return;
  }
  const agreed = await app.notices.ask(texts.openLinkTitle, address, [
    { label: texts.cancel, value: false, role: 'plain' },
    { label: texts.openIt, value: true, role: 'primary' },
  ]);
  if (agreed) await app.host.openAddress(address);
}

async function goToPlace(app: App, session: WorkbookSession, sheet: number, place: string): Promise<void> {
  const params = { workbook: session.id, sheet, text: place.replace(/^#/, '') };
  const found = await app.service.call('range/resolve', params).catch((error: unknown) => {
    if (failureOf(error).code !== 'INVALID_PARAMS') throw error;
    return null;
  });
  const isVisible = found && session.info.peek().sheets[found.range.sheet]?.visible;
  if (!found || !isVisible) {
    app.notices.warn(texts.linkNowhere(place));
    return;
  }
  const { top, left, bottom, right } = areaOfRange(found.range);
  session.showSheet(found.range.sheet);
  session.selection.value = select({ row: top, column: left }, { row: bottom, column: right });
  app.focusSheet();
}

/** Asks where the selected cells shall lead. */
export async function editLink(app: App, session: WorkbookSession): Promise<void> {
  const range = session.selectedRange();
  const { active } = session.selection.peek();
  try {
    const params = { workbook: session.id, sheet: range.sheet, ...active };
    const { link } = await app.service.call('cell/link', params);
    const before = link ? [link.address, link.place].filter(Boolean).join('#') : '';
    const { editLink: title } = texts.commands;
    const answer = await app.notices.askText(title, texts.linkAddress, before, texts.ok, texts.cancel);
    if (answer === null || answer === before) return;
    session.edits.apply({ kind: 'setLink', range, link: readLink(answer) });
  } catch (error) {
    app.notices.tell(failureOf(error));
  }
}

/** What was typed: an address that can be opened, a mail address, a web site's name, or a place of the workbook. */
export function readLink(text: string): CellLink {
  if (openableAddress({ address: text, place: '' }) !== null) return { address: text, place: '' };
  if (/^[^\s@!]+@[^\s@!]+\.[^\s@!]+$/.test(text)) return { address: `mailto:${text}`, place: '' };
  if (/^www\.\S+$/i.test(text)) return { address: `https://${text}`, place: '' };
  return { address: '', place: text.replace(/^#/, '') };
}
