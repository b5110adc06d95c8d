import { nameCell } from '../cells/address.js';
import type { CancelOutcome } from '../service/calls.js';
import type { PendingCall } from '../service/pending-call.js';
import { texts } from '../texts/texts.js';

type Work = keyof typeof texts.work;

/** What the service is at, in words. @param nameOf the name of an open workbook */
export function describeWork(call: PendingCall, nameOf: (workbook: string) => string | null): string {
  return texts.work[workOf(call)](nameIn(call, nameOf));
}

/** What did not happen, in one line. */
export function describeCancelled(
  call: PendingCall,
  { cancelled, loading }: CancelOutcome,
  nameOf: (workbook: string) => string | null,
): string {
  const name = nameIn(call, nameOf);
  if (loading) return texts.notDone.load(name);
  if (!cancelled) return texts.cancelTooLate(describeWork(call, nameOf));
  const cell = firstCellOf(call);
  if (cell !== null) return texts.notDone.cell(cell);
  const work = workOf(call);
  return texts.notDone[work === 'load' ? 'read' : work](name);
}

function workOf({ method }: PendingCall): Work {
  switch (method) {
    case 'workbook/open':
    case 'recovery/open':
      return 'open';
    case 'cells/set':
    case 'cells/setMany':
    case 'workbook/apply':
    case 'workbook/undo':
    case 'workbook/redo':
    case 'quarantine/retry':
      return 'change';
    case 'workbook/save':
      return 'save';
    case 'workbook/saveCopy':
    case 'workbook/exportCsv':
      return 'copy';
    case 'sheet/find':
      return 'find';
    case 'workbook/info':
    case 'workbook/list':
      return 'load';
    default:
      return 'read';
  }
}

function nameIn(call: PendingCall, nameOf: (workbook: string) => string | null): string {
  const path = call.method === 'workbook/save' ? null : call.text('path');
  if (path !== null) return path.split(/[/\\]/).pop()!;
  const workbook = call.text('workbook');
  return (workbook === null ? null : nameOf(workbook)) ?? texts.theWorkbook;
}

function firstCellOf({ params }: PendingCall): string | null {
  const [edit] = (params.edits as { row: number; column: number }[] | undefined) ?? [];
  return edit ? nameCell(edit) : null;
}
