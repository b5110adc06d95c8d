// @vitest-environment jsdom
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHtml, writeHtml } from '../../src/clipboard/html-table.js';
import { readTsv, writeTsv } from '../../src/clipboard/tsv.js';

const text = fc.string({ unit: fc.constantFrom('a', '"', '\t', '\n', ' ', '=', '中') });

/** Of equal width, as a selection is; a single empty cell is nothing at all. */
const rows = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 4 }),
  );

describe('text for the clipboard', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(rows, (cells) => {
        // The last line's end is the system's to add or take: a last line that is empty can't be told.
        fc.pre(cells.at(-1)!.some((cell) => cell !== '') || cells[0]!.length > 1);
        expect(readTsv(writeTsv(cells))).toEqual(cells);
      }),
    );
  });

  it.each([
    [
      'a\tb\r\nc\td\r\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    ['one', [['one']]],
    ['"two\nlines"\tb', [['two\nlines', 'b']]],
    ['12" pipe\t"quoted"', [['12" pipe', 'quoted']]],
    ['"never closed\tb', [['"never closed', 'b']]],
    ['\t\t', [['', '', '']]],
  ])('%j is read as other programs mean it', (given, expected) => {
    expect(readTsv(given)).toEqual(expected);
  });
});

describe('a table for the clipboard', () => {
  it('comes back as it was, and runs nothing', () => {
    const cells = [
      ['<img src=x onerror=alert(1)>', 'a & b'],
      ['two\nlines', '"quoted"'],
    ];
    const html = writeHtml(cells.map((row) => row.map((text) => ({ text, style: null }))));
    expect(html).not.toContain('<img');
    expect(readHtml(html)).toEqual(cells);
  });

  it('carries what a text looks like', () => {
    const html = writeHtml([[{ text: 'x', style: { bold: true, fill: '#FFF2CC', align: 'right' } }]]);
    expect(html).toContain('font-weight:bold;background-color:#FFF2CC;text-align:right');
  });

  it('with merged cells keeps its columns, as LibreOffice and Excel write them', () => {
    const html = `<html><body><table><colgroup><col></colgroup>
      <tr><td rowspan="2">a</td><td colspan="2">b</td></tr>
      <tr><td>c</td><td> d&nbsp;e
        f </td></tr></table></body></html>`;
    expect(readHtml(html)).toEqual([
      ['a', 'b', ''],
      ['', 'c', 'd e f'],
    ]);
  });

  it('is not there in ordinary text', () => {
    expect(readHtml('<p>hello</p>')).toBeNull();
  });
});
