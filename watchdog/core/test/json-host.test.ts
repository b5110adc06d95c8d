import { describe, expect, it } from 'vitest';
import { keeperOf, wrap } from '../src/contain/wrap.js';
import * as host from '../src/json-host.js';
import { ready, spawned } from './drive.js';

const event = (atMs: number, body: object) => JSON.stringify({ atMs, random: 0.5, ...body });

describe('the host for JSON', () => {
  it('refuses a bad configuration with its error, and then has no machine', () => {
    expect(JSON.parse(host.create('{"label":""}'))).toMatchObject({
      ok: false,
      error: { code: 'INVALID_OPTION' },
    });
    expect(() => host.dispatch(event(0, { type: 'start' }))).toThrow('create()');
  });

  it('keeps one machine, told in text only', () => {
    const command = { kind: 'command', program: 'x', args: [] };
    expect(JSON.parse(host.create(JSON.stringify({ launch: command })))).toMatchObject({
      ok: true,
      config: { launch: command, terminationTimeoutMs: 5_000 },
    });
    host.dispatch(event(0, { type: 'start' }));
    host.dispatch(event(1, spawned(1)));
    const effects = JSON.parse(host.dispatch(event(2, ready(1))));
    expect(effects).toContainEqual({ type: 'status' });
    expect(JSON.parse(host.status(12))).toMatchObject({ state: 'ready', uptimeMs: 11 });
  });

  it('throws on an event that is none, and its machine is as it was', () => {
    const before = host.status(20);
    for (const type of ['nothing', 'toString', '__proto__', undefined]) {
      expect(() => host.dispatch(event(20, { type }))).toThrow('not an event');
    }
    expect(host.status(20)).toBe(before);
  });

  it('has the pure helpers of a body', () => {
    expect(JSON.parse(host.backendEnvironment('{"_MEIPASS2":"x"}', true))).toMatchObject({
      set: { LIFEBOUND_LINK: 'stdio' },
      unset: ['_MEIPASS2'],
    });
    expect(JSON.parse(host.pickContainment('[]', 'null'))).toMatchObject({ containment: { tier: 'none' } });
    expect(JSON.parse(host.validateConfig('{}'))).toMatchObject({ ok: true });
  });

  it('binds a command, with its keeper or none', () => {
    const command = { program: '/app/backend', args: ['--x'] };
    const bind = (binding: object) => JSON.parse(host.bind(JSON.stringify(binding), JSON.stringify(command)));
    expect(bind({ tier: 'none' })).toEqual({ command, keeper: null });
    const binding = { tier: 'cgroup', graceMs: 5_000, folder: '/c/d' } as const;
    const bound = { command: wrap(binding, command), keeper: keeperOf(binding) };
    expect(bound.command.args.slice(-3)).toEqual(['/c/d', '/app/backend', '--x']);
    expect(bind(binding)).toEqual(bound);
  });

  it('reads and judges the record of a run', () => {
    const record = {
      version: 1,
      id: 'app.example',
      label: 'Python backend',
      bootId: 'boot-1',
      namespace: null,
      host: { pid: 100, start: '1000' },
      leader: { pid: 200, start: '134000000000000000' },
      program: '/app/backend',
      tier: 'group',
      cgroup: null,
      mark: null,
      helpers: [],
    };
    const text = JSON.stringify(record);
    expect(JSON.parse(host.parseRecord(text))).toEqual(record);
    expect(host.parseRecord('{')).toBe('null');
    const judge = (facts: object) =>
      host.judgeRecord(
        text,
        JSON.stringify({ bootId: 'boot-1', namespace: null, hostStart: null, ...facts }),
      );
    expect(judge({})).toBe('"end"');
    expect(judge({ hostStart: '1000' })).toBe('"keep"');
    expect(judge({ bootId: 'boot-2' })).toBe('"forget"');
  });
});
