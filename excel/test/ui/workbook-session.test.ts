import { describe, expect, it, vi } from 'vitest';
import type { Failure } from '../../src/edits/edit-queue.js';
import { select } from '../../src/selection/selection.js';
import type { CellEdit } from '../../src/service/api.js';
import { Service } from '../../src/service/service.js';
import { WorkbookSession } from '../../src/session/workbook-session.js';
import { FakeHost } from '../fake/fake-host.js';

function openSession() {
  const host = new FakeHost();
  const refused: [readonly CellEdit[], Failure][] = [];
  const session = new WorkbookSession(new Service(host), host.service.info(), {
    onRefused: (edits, failure) => refused.push([edits, failure]),
    onFailure: (failure) => {
      throw new Error(failure.message);
    },
  });
  session.showAreas([{ top: 1, left: 1, bottom: 40, right: 12 }]);
  return { host, session, refused };
}

const edit = (row: number, column: number, input: string) => [{ sheet: 0, row, column, input }];
const read = (session: WorkbookSession) => vi.waitFor(() => expect(session.isRead(4, 4)).toBe(true));

describe('a workbook session', () => {
  it('shows what was typed at once, and what comes of it after the answer', async () => {
    const { session } = openSession();
    await read(session);
    session.edits.setCells(edit(4, 2, '1000'));
    expect(session.cell(4, 2)).toMatchObject({ text: '1000', pending: true });
    expect(session.cell(4, 4).text).toBe('11,280.00');
    await vi.waitFor(() => expect(session.cell(4, 4).text).toBe('12,000.00'));
    expect(session.cell(4, 2)).toMatchObject({ text: '1000', pending: false });
    expect(session.info.value).toMatchObject({ dirty: true, canUndo: true });
  });

  it('keeps edits while the backend is away and has them all afterwards', async () => {
    const { host, session } = openSession();
    await read(session);
    host.goTo('backoff', 1);
    session.edits.setCells(edit(4, 2, '1'));
    session.edits.setCells(edit(4, 3, '2'));
    session.edits.setCells(edit(5, 2, '=B4*C4'));
    expect(session.unacknowledged.value).toBe(3);
    expect(await session.readInput({ row: 5, column: 2 })).toBe('=B4*C4');
    host.goTo('starting', 1);
    host.goTo('ready', 1);
    await session.resync();
    await vi.waitFor(() => expect(session.unacknowledged.value).toBe(0));
    await vi.waitFor(() => expect(session.cell(5, 2).text).toBe('2'));
    expect(host.service.keys.size).toBe(3);
  });

  it('puts a refused cell back and says why, once', async () => {
    const { host, session, refused } = openSession();
    await read(session);
    host.service.refuse = { code: 'CELL_LOCKED_BY_SPILL', message: 'B4 is part of a spill.' };
    session.edits.setCells(edit(4, 2, '7'));
    expect(session.cell(4, 2).text).toBe('7');
    await vi.waitFor(() => expect(refused).toHaveLength(1));
    expect(refused[0]![1].code).toBe('CELL_LOCKED_BY_SPILL');
    expect(session.cell(4, 2)).toMatchObject({ text: '940', pending: false });
  });

  it('goes where an undo happened', async () => {
    const { session } = openSession();
    await read(session);
    session.edits.setCells(edit(9, 5, 'gone'));
    session.edits.undo();
    await vi.waitFor(() => expect(session.selection.value.active).toEqual({ row: 9, column: 5 }));
    await vi.waitFor(() => expect(session.cell(9, 5).text).toBe('checked'));
    expect(session.info.value.canRedo).toBe(true);
  });

  it('selects what an operation wrote, but not when the user has gone on', async () => {
    const { session } = openSession();
    await read(session);
    const range = (row: number) => ({ sheet: 0, top: row, left: 1, rows: 2, columns: 1 });
    const paste = (row: number) =>
      session.edits.apply({ kind: 'pasteRange', source: range(4), target: range(row), what: 'all' });
    paste(20);
    await vi.waitFor(() => expect(session.selection.value.extent).toEqual({ row: 21, column: 1 }));
    paste(30);
    const elsewhere = select({ row: 5, column: 5 });
    session.selection.value = elsewhere;
    await session.settled();
    expect(session.selection.value).toBe(elsewhere);
  });

  it('remembers the selection of each sheet', () => {
    const { session } = openSession();
    const there = session.selection.value;
    session.showSheet(1);
    session.selection.value = { ...there, active: { row: 9, column: 9 } };
    session.showSheet(0);
    expect(session.selection.value).toBe(there);
    session.showSheet(1);
    expect(session.selection.value.active).toEqual({ row: 9, column: 9 });
  });

  it('is settled once nothing is on its way', async () => {
    const { session } = openSession();
    session.edits.setCells(edit(1, 1, 'a'));
    let isSettled = false;
    void session.settled().then(() => {
      isSettled = true;
    });
    await Promise.resolve();
    expect(isSettled).toBe(false);
    await vi.waitFor(() => expect(isSettled).toBe(true));
    expect(session.unacknowledged.value).toBe(0);
  });
});
