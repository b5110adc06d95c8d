import { describe, expect, it } from 'vitest';
import { initScript, joinCgroupScript, joinGroupScript, keeperScript } from '../../src/contain/scripts.js';
import { keeperOf, wrap } from '../../src/contain/wrap.js';

const command = { program: '/app/my backend', args: ['$HOME', '--', ''] };
const words = ['/app/my backend', '$HOME', '--', ''];

describe('wrap', () => {
  it('puts a PID namespace and its init around the command; root needs no user namespace', () => {
    const life = [
      '--fork',
      '--kill-child=KILL',
      '--',
      'sh',
      '-c',
      initScript,
      'lifebound',
      '0.300',
      ...words,
    ];
    const view = ['--pid', '--mount-proc', '--propagation', 'slave'];
    expect(wrap({ tier: 'namespace', graceMs: 300, isRoot: false }, command)).toEqual({
      program: 'unshare',
      args: ['--user', '--map-current-user', ...view, ...life],
    });
    expect(wrap({ tier: 'namespace', graceMs: 300, isRoot: true }, command)).toEqual({
      program: 'unshare',
      args: [...view, ...life],
    });
  });

  it('lets the command join its control group, or tell the keeper its group, before it becomes itself', () => {
    expect(wrap({ tier: 'cgroup', graceMs: 0, folder: '/sys/fs/cgroup/a b' }, command)).toEqual({
      program: 'sh',
      args: ['-c', joinCgroupScript, 'lifebound', '/sys/fs/cgroup/a b', ...words],
    });
    expect(wrap({ tier: 'keeper', graceMs: 0, mark: 'abc' }, command)).toEqual({
      program: 'sh',
      args: ['-c', joinGroupScript, 'lifebound', ...words],
    });
  });

  it.each(['job', 'group', 'none'] as const)('leaves it as it is for %s', (tier) => {
    expect(wrap({ tier }, command)).toBe(command);
  });
});

describe('keeperOf', () => {
  const keeper = (tenths: string, cgroup: string, mark: string) => ({
    program: 'sh',
    args: ['-c', keeperScript, 'lifebound', tenths, cgroup, mark],
  });

  it('knows the grace, rounded up, and what it keeps', () => {
    expect(keeperOf({ tier: 'cgroup', graceMs: 5_000, folder: '/c/d' })).toEqual(keeper('50', '/c/d', '-'));
    expect(keeperOf({ tier: 'keeper', graceMs: 301, mark: 'abc' })).toEqual(keeper('4', '-', 'abc'));
    expect(keeperOf({ tier: 'namespace', graceMs: 0, isRoot: false })).toEqual(keeper('0', '-', '-'));
  });

  it.each(['job', 'group', 'none'] as const)('is none for %s', (tier) => {
    expect(keeperOf({ tier })).toBeNull();
  });
});
