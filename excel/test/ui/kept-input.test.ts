import { describe, expect, it, vi } from 'vitest';
import { InputKeeper } from '../../src/app/input-keeper.js';
import { CellEditor } from '../../src/edits/cell-editor.js';
import { KeptInput } from '../../src/edits/kept-input.js';
import { select } from '../../src/selection/selection.js';
import { Service } from '../../src/service/service.js';
import { WorkbookSession } from '../../src/session/workbook-session.js';
import { FakeHost } from '../fake/fake-host.js';

/** Of the web view: it outlives its pages. */
function newStorage(limit = Number.POSITIVE_INFINITY) {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (value.length > limit) throw new DOMException('full', 'QuotaExceededError');
      items.set(key, value);
    },
    removeItem: (key: string) => void items.delete(key),
    key: (index: number) => [...items.keys()][index] ?? null,
    get length() {
      return items.size;
    },
  };
}

const edit = (row: number, input: string) => [{ sheet: 0, row, column: 2, input }];

/** A page that shows the host's workbook. */
function openPage(host: FakeHost, storage: ReturnType<typeof newStorage>) {
  const editor = new CellEditor();
  const keeper = new InputKeeper(new KeptInput(storage), editor);
  const session = new WorkbookSession(new Service(host), host.service.info(), {
    onRefused: (_, failure) => {
      throw new Error(failure.message);
    },
    onFailure: (failure) => {
      throw new Error(failure.message);
    },
  });
  keeper.watch(session);
  return { editor, keeper, session };
}

describe('what a page that dies had not got through', () => {
  it('is sent by the next page, with the same keys, once the backend is there', async () => {
    const host = new FakeHost();
    const storage = newStorage();
    host.goTo('backoff', 1);
    const first = openPage(host, storage);
    first.session.edits.setCells(edit(4, '1'));
    first.session.edits.setCells(edit(5, '2'));
    const keys = first.session.edits.waiting.map(({ key }) => key);

    const second = openPage(host, storage);
    expect(second.session.unacknowledged.value).toBe(2);
    expect(second.session.cell(5, 2)).toMatchObject({ text: '2', pending: true });
    host.goTo('ready', 2);
    await second.session.resync();
    await vi.waitFor(() => expect(second.session.unacknowledged.value).toBe(0));
    expect([...host.service.keys.keys()]).toEqual(keys);
    expect(storage.items.size).toBe(0);
  });

  it('is in the cell again while it was being typed', () => {
    const host = new FakeHost();
    const storage = newStorage();
    const first = openPage(host, storage);
    first.session.selection.value = select({ row: 7, column: 3 });
    first.editor.start(first.session, 'enter', 'four hours of w');
    first.editor.text.value = 'four hours of work';

    const second = openPage(host, storage);
    expect(second.editor.text.value).toBe('four hours of work');
    expect(second.editor.mode.value).toBe('enter');
    expect(second.session.selection.value.active).toEqual({ row: 7, column: 3 });
    second.editor.cancel();
    expect(storage.items.size).toBe(0);
  });

  it('is gone when the workbook was closed, is old, or keeps no recovery data', () => {
    const host = new FakeHost();
    const storage = newStorage();
    host.goTo('backoff', 1);
    const page = openPage(host, storage);
    page.session.edits.setCells(edit(4, '1'));
    expect(storage.items.size).toBe(1);
    page.keeper.forget(page.session);
    expect(storage.items.size).toBe(0);

    const day = 24 * 3_600_000;
    new KeptInput(storage, () => Date.now() - 8 * day).writeChanges('old', page.session.edits.waiting);
    storage.items.set('input/broken', '{');
    storage.items.set('zoom', '100');
    new KeptInput(storage).forgetOld();
    expect([...storage.items.keys()]).toEqual(['zoom']);

    const secret = openPage(host, storage);
    secret.session.edits.setCells(edit(4, '2'));
    secret.session.info.value = { ...secret.session.info.value, recovery: false };
    expect([...storage.items.keys()]).toEqual(['zoom']);
  });

  it('does not come back half when it is more than the storage takes', () => {
    const host = new FakeHost();
    const storage = newStorage(400);
    host.goTo('backoff', 1);
    const page = openPage(host, storage);
    page.session.edits.setCells(edit(4, '1'));
    expect(storage.items.size).toBe(1);
    page.session.edits.setCells(edit(5, 'x'.repeat(500)));
    expect(storage.items.size).toBe(0);
  });
});
