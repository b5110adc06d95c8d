import { describe, expect, it } from 'vitest';
import type { Cell } from '../../src/service/api.js';
import { Service } from '../../src/service/service.js';
import { looksLikeHeader, readBlock, readHasHeader } from '../../src/session/block.js';
import { WorkbookSession } from '../../src/session/workbook-session.js';
import { FakeHost } from '../fake/fake-host.js';

function openSession(rows = 100): WorkbookSession {
  const host = new FakeHost();
  host.service.book.sheets[1]!.generated = { rows, columns: 10 };
  return new WorkbookSession(new Service(host), host.service.info(), {
    onRefused: () => {},
    onFailure: () => {},
  });
}

const at = (row: number, column: number) => ({ top: row, left: column, bottom: row, right: column });

describe('the block around a cell', () => {
  it('is found although none of it is on the screen', async () => {
    const session = openSession();
    expect(await readBlock(session, at(6, 2))).toEqual({ top: 3, left: 1, bottom: 12, right: 5 });
    expect(await readBlock(session, at(14, 1))).toEqual({ top: 14, left: 1, bottom: 14, right: 2 });
    expect(await readBlock(session, at(40, 8))).toEqual(at(40, 8));
  });

  it('goes as far as a long table does', async () => {
    const session = openSession(5_000);
    session.showSheet(1);
    expect(await readBlock(session, at(4_900, 4))).toEqual({ top: 1, left: 1, bottom: 5_000, right: 10 });
  });

  it('begins with its heading, where it has one', async () => {
    const session = openSession();
    expect(await readHasHeader(session, { top: 3, left: 1, bottom: 11, right: 5 })).toBe(true);
    expect(await readHasHeader(session, { top: 4, left: 1, bottom: 11, right: 5 })).toBe(false);
  });

  it.each<[string, string[], string[], boolean]>([
    ['words over numbers', ['text', 'text'], ['text', 'number'], true],
    ['words over words', ['text', 'text'], ['text', 'text'], false],
    ['a number in the first row', ['text', 'number'], ['text', 'number'], false],
    ['nothing in the first row', ['empty'], ['number'], false],
  ])('%s', (_name, first, second, expected) => {
    const line = (kinds: string[], row: number) =>
      kinds.map((kind, index): Cell => ({ row, column: index + 1, text: 'x', kind: kind as Cell['kind'] }));
    expect(looksLikeHeader(line(first, 1), line(second, 2), [])).toBe(expected);
  });
});
