import { describe, expect, it, vi } from 'vitest';
import { openableAddress, readLink } from '../../src/attached/open-link.js';
import { fromRule, newRule, toRule } from '../../src/attached/rule-input.js';
import { SessionAttached } from '../../src/attached/session-attached.js';
import type { AttachedWindow, CellWindow } from '../../src/service/api.js';
import type { Service } from '../../src/service/service.js';

const area = { top: 1, left: 1, bottom: 100, right: 16 };
const window = (attached?: string) => ({ sheet: 0, ...(attached && { attached }) }) as CellWindow;
const found = (stamp: string, row: number): AttachedWindow => ({
  revision: 1,
  stamp,
  rules: [
    {
      areas: [{ sheet: 0, top: row, left: 1, rows: 2, columns: 1 }],
      kind: 'list',
      operator: 'between',
      formulas: ['"a,b"', ''],
      allowsBlank: true,
      arrow: true,
      style: 'stop',
      title: '',
      message: '',
      promptTitle: '',
      prompt: '',
    },
  ],
  links: [{ range: { sheet: 0, top: row, left: 3, rows: 1, columns: 1 }, tip: '' }],
  notes: [{ row, column: 2, thread: false, done: false, remarks: [] }],
});

function create(...answers: AttachedWindow[]) {
  const call = vi.fn(async () => answers.shift());
  const attached = new SessionAttached({ call } as unknown as Service, 'one');
  return { attached, call };
}
const settle = () => new Promise((resolve) => setTimeout(resolve));

describe('what is attached to cells', () => {
  it('is not asked for where a sheet has nothing', async () => {
    const { attached, call } = create();
    expect(attached.mayRefuse(0, { row: 1, column: 1 })).toBe(true);
    attached.learn(window(), area);
    await settle();
    expect(call).not.toHaveBeenCalled();
    expect(attached.mayRefuse(0, { row: 1, column: 1 })).toBe(false);
  });

  it('is read once for a stamp, and known by its cells', async () => {
    const { attached, call } = create(found('1', 4));
    attached.learn(window('1'), area);
    attached.learn(window('1'), area);
    await settle();
    attached.learn(window('1'), { ...area, bottom: 50 });
    expect(call).toHaveBeenCalledTimes(1);
    expect(attached.ruleAt(0, { row: 5, column: 1 })?.kind).toBe('list');
    expect(attached.mayRefuse(0, { row: 5, column: 1 })).toBe(true);
    expect(attached.mayRefuse(0, { row: 6, column: 1 })).toBe(false);
    expect(attached.mayRefuse(0, { row: 500, column: 1 })).toBe(true);
    expect(attached.linkAt(0, { row: 4, column: 3 })).toBe('');
    expect(attached.linkAt(0, { row: 4, column: 4 })).toBeNull();
    expect(attached.notesIn(0, area)).toHaveLength(1);
    expect(attached.notesIn(1, area)).toEqual([]);
  });

  it('stays as it was until it is read again, and then all of it is new', async () => {
    const { attached } = create(found('1', 4), found('2', 8));
    attached.learn(window('1'), area);
    await settle();
    attached.learn(window('2'), area);
    expect(attached.noteAt(0, { row: 4, column: 2 })).not.toBeNull();
    // A rule may have come that is not known yet.
    expect(attached.mayRefuse(0, { row: 1, column: 1 })).toBe(true);
    await settle();
    expect(attached.noteAt(0, { row: 4, column: 2 })).toBeNull();
    expect(attached.noteAt(0, { row: 8, column: 2 })).not.toBeNull();
    attached.learn(window(), area);
    expect(attached.noteAt(0, { row: 8, column: 2 })).toBeNull();
  });

  it('an answer that is too old is dropped', async () => {
    const { attached } = create(found('1', 4), found('2', 8));
    attached.learn(window('1'), area);
    attached.learn(window('2'), area);
    await settle();
    expect(attached.notesIn(0, area).map(({ row }) => row)).toEqual([8]);
  });
});

describe('addresses that may be opened', () => {
  it.each([
    ['https://example.org/a?b=1', 'top', 'https://example.org/a?b=1#top'],
    ['HTTP://example.org', '', 'http://example.org/'],
    ['mailto:a@b.c', '', 'mailto:a@b.c'],
    ['javascript:alert(1)', '', null],
    [' java\nscript:alert(1)', '', null],
    ['file:///etc/passwd', '', null],
    ['data:text/html,x', '', null],
    ['other.xlsx', 'A1', null],
    ['\\\\server\\share', '', null],
    ['ms-word:ofe|u|https://example.org', '', null],
  ])('%s', (address, place, opened) => {
    expect(openableAddress({ address, place })).toBe(opened);
  });
});

describe('a link that is typed', () => {
  it.each([
    ['https://example.org/#a', 'https://example.org/#a', ''],
    ['ada@example.org', 'mailto:ada@example.org', ''],
    ['www.example.org', 'https://www.example.org', ''],
    ['#Sheet2!A1', '', 'Sheet2!A1'],
    ['javascript:alert(1)', '', 'javascript:alert(1)'],
  ])('%s', (text, address, place) => {
    expect(readLink(text)).toEqual({ address, place });
  });
});

describe('the dialog of a rule', () => {
  it.each([
    ['a, b\n"c"', '"a,b,""c"""'],
    ['=Sheet2!A1:A9', '=Sheet2!A1:A9'],
    [' , ', ''],
  ])('reads the list %s', (first, formula) => {
    expect(toRule({ ...newRule, first }).formulas).toEqual([formula, '']);
  });

  it('shows a rule as it was set', () => {
    const whole = { ...newRule, kind: 'whole', first: '1', second: '=B1' } as const;
    const stored = { ...toRule(whole), formulas: ['1', 'B1'] as const, areas: [] };
    expect(fromRule(stored)).toEqual(whole);
    const list = toRule({ ...newRule, first: 'a,"b"' });
    expect(fromRule({ ...list, areas: [] }).first).toBe('a,"b"');
  });
});
