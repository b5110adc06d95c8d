import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Line, LineSplitter } from '../src/channel/lines.js';
import { parseMessage, readIdOfHead } from '../src/channel/message.js';

function split(chunks: readonly Buffer[], limitBytes = 1_000): Line[] {
  const lines: Line[] = [];
  const splitter = new LineSplitter(limitBytes, (line) => lines.push(line));
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return lines;
}

describe('LineSplitter', () => {
  it('gives the same lines wherever the bytes are cut', () => {
    const bytes = Buffer.from('预算\r\n\nsecond 页\nlast');
    for (let at = 0; at <= bytes.length; at += 1) {
      const lines = split([bytes.subarray(0, at), bytes.subarray(at)]).map((line) => line.text);
      expect(lines).toEqual(['预算', '', 'second 页', 'last']);
    }
  });

  it('turns bad bytes into replacement characters and goes on', () => {
    const lines = split([Buffer.from([0x61, 0xff, 0xc3, 0x28, 0x0a, 0x62, 0x0a])]);
    expect(lines.map((line) => line.text)).toEqual(['a\ufffd\ufffd(', 'b']);
  });

  it('tells a line over the limit with its beginning, and takes up the next one', () => {
    const lines = split([Buffer.from(`${'x'.repeat(700)}`), Buffer.from(`${'y'.repeat(700)}\nshort\n`)]);
    expect(lines[0]).toMatchObject({ oversize: true, bytes: 1_400 });
    expect(lines[0]?.text.length).toBeLessThanOrEqual(1_024);
    expect(lines[1]).toEqual({ text: 'short', oversize: false, bytes: 5 });
  });

  it('takes a line of exactly the limit', () => {
    expect(split([Buffer.from(`${'x'.repeat(1_000)}\n`)])[0]).toMatchObject({
      oversize: false,
      bytes: 1_000,
    });
  });
});

describe('parseMessage', () => {
  it('reads every golden line', () => {
    const golden = new URL('../../core/src/protocol.golden.jsonl', import.meta.url);
    const kinds = readFileSync(golden, 'utf8')
      .trim()
      .split('\n')
      .map((line) => parseMessage(line).kind);
    expect(new Set(kinds)).toEqual(new Set(['notification', 'request', 'result', 'error']));
  });

  it('gives the symbolic code of an error', () => {
    const line =
      '{"jsonrpc":"2.0","id":8,"error":{"code":-32000,"message":"No.","data":{"code":"FILE_NOT_FOUND"}}}';
    expect(parseMessage(line)).toEqual({ kind: 'error', id: 8, code: 'FILE_NOT_FOUND', message: 'No.' });
  });

  it.each([
    'not json',
    'null',
    '[]',
    '{}',
    '{"jsonrpc":"2.0"}',
    '{"jsonrpc":"2.0","id":"seven","result":1}',
    '{"jsonrpc":"2.0","id":1.5,"result":1}',
    '{"jsonrpc":"1.0","id":1,"result":1}',
    '{"jsonrpc":"2.0","method":7}',
  ])('does not believe %s', (line) => {
    expect(parseMessage(line).kind).toBe('unreadable');
  });

  it.each(['{"jsonrpc":"2.0","id":1,"error":null}', '{"jsonrpc":"2.0","id":1,"error":{"data":7}}'])(
    'survives the error of %s',
    (line) => {
      expect(parseMessage(line)).toMatchObject({ kind: 'error', id: 1 });
    },
  );
});

describe('readIdOfHead', () => {
  it('finds the id in front, and guesses nothing', () => {
    expect(readIdOfHead('{"jsonrpc": "2.0", "id": 42, "result": "xxx')).toBe(42);
    expect(readIdOfHead('{"result": {"id": 42, ')).toBeNull();
  });
});
