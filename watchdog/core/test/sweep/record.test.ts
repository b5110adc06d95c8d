import { describe, expect, it } from 'vitest';
import { judgeRecord, parseRecord, type RunRecord } from '../../src/sweep/record.js';

const record: RunRecord = {
  version: 1,
  id: 'app.example',
  label: 'Python backend',
  bootId: 'boot-1',
  namespace: 'pid:[4026531836]',
  host: { pid: 100, start: '1000' },
  leader: { pid: 200, start: '134000000000000000' },
  program: '/app/backend',
  tier: 'keeper',
  cgroup: null,
  mark: 'abcdef',
  helpers: [{ pid: 300, start: '3000' }],
};
const parse = (change: object) => parseRecord(JSON.stringify({ ...record, ...change }));

describe('parseRecord', () => {
  it('reads what was written', () => {
    expect(parseRecord(JSON.stringify(record))).toEqual(record);
    const bare = { namespace: null, mark: null, cgroup: '/sys/fs/cgroup/lifebound-1', helpers: [] };
    expect(parse(bare)).toEqual({ ...record, ...bare });
  });

  it.each([
    [''],
    ['{'],
    ['null'],
    ['[]'],
    ['"text"'],
    ['7'],
    [JSON.stringify(record).slice(0, -5)],
    [JSON.stringify([record])],
  ])('takes no file that is none: %s', (text) => {
    expect(parseRecord(text)).toBeNull();
  });

  it.each([
    [{ version: 2 }],
    [{ version: '1' }],
    [{ id: 5 }],
    [{ label: null }],
    [{ bootId: null }],
    [{ program: [] }],
    [{ tier: 7 }],
    [{ namespace: 4 }],
    [{ cgroup: 4 }],
    [{ mark: {} }],
    [{ namespace: undefined }],
    [{ host: null }],
    [{ host: undefined }],
    [{ host: 'text' }],
    [{ leader: undefined }],
    [{ host: { pid: 100 } }],
    [{ leader: { pid: 200, start: 5 } }],
    [{ leader: { pid: 0, start: '5' } }],
    [{ leader: { pid: 1, start: '5' } }],
    [{ leader: { pid: -1, start: '5' } }],
    [{ leader: { pid: 2.5, start: '5' } }],
    [{ leader: { pid: '200', start: '5' } }],
    [{ leader: { pid: 1e300, start: '5' } }],
    [{ leader: [] }],
    [{ helpers: null }],
    [{ helpers: {} }],
    [
      {
        helpers: [
          { pid: 300, start: '3000' },
          { pid: 1, start: '1' },
        ],
      },
    ],
  ])('takes none with %j', (change) => {
    expect(parse(change)).toBeNull();
  });

  it('takes the lowest pid that can be a backend', () => {
    expect(parse({ leader: { pid: 2, start: '' } })).not.toBeNull();
  });
});

describe('judgeRecord', () => {
  const facts = { bootId: 'boot-1', namespace: 'pid:[4026531836]', hostStart: null };

  it('ends what a lost host has left', () => {
    expect(judgeRecord(record, facts)).toBe('end');
    // Its pid is a stranger's now.
    expect(judgeRecord(record, { ...facts, hostStart: '1001' })).toBe('end');
  });

  it('keeps what a living host runs', () => {
    expect(judgeRecord(record, { ...facts, hostStart: '1000' })).toBe('keep');
  });

  it('keeps what belongs to another PID namespace, where these pids are strangers', () => {
    expect(judgeRecord(record, { ...facts, namespace: 'pid:[4026532281]' })).toBe('keep');
    expect(judgeRecord(record, { ...facts, namespace: null })).toBe('keep');
  });

  it('forgets what another boot or machine has left, whatever its pids are now', () => {
    expect(judgeRecord(record, { ...facts, bootId: 'boot-2', hostStart: '1000' })).toBe('forget');
    expect(judgeRecord(record, { ...facts, bootId: 'boot-2', namespace: null })).toBe('forget');
  });
});
