import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRecord } from '@lifebound/core';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { readProcess } from '../src/process/proc.js';
import { findHere } from '../src/state/here.js';
import { sweep } from '../src/state/sweep.js';
import { command, fixture, isAlive, makeFolder, startedPid, waitFor } from './helpers.js';
import { findByToken, newToken } from './tiers.js';

let state = '';
let running = '';

beforeEach(() => {
  const before = process.env.LIFEBOUND_STATE_DIR;
  state = makeFolder();
  running = join(state, 'running');
  mkdirSync(running, { mode: 0o700 });
  process.env.LIFEBOUND_STATE_DIR = state;
  return () => {
    process.env.LIFEBOUND_STATE_DIR = before;
  };
});

/** A process that is nobody's backend. */
function startStranger(): ChildProcess & { readonly pid: number } {
  const child = spawn('sleep', ['1000'], { stdio: 'ignore', detached: true });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child as ChildProcess & { readonly pid: number };
}

const keyOf = (pid: number) => ({ pid, start: readProcess(pid)?.start ?? '' });

function writeRecord(record: Partial<RunRecord>): void {
  const whole: RunRecord = {
    version: 1,
    id: 'app',
    label: 'Python backend',
    ...findHere(),
    // A host that ended long ago.
    host: { pid: 4_000_000, start: '1' },
    leader: { pid: 4_000_001, start: '1' },
    program: 'x',
    tier: 'group',
    cgroup: null,
    mark: null,
    helpers: [],
    ...record,
  };
  writeFileSync(join(running, 'one.json'), JSON.stringify(whole));
}

describe('the next start', () => {
  it('ends what a lost host has left, in the tier that binds nothing, and says so', async () => {
    const token = newToken();
    onTestFinished(() => {
      for (const pid of findByToken(token)) process.kill(pid, 'SIGKILL');
    });
    const options = ['--containment', 'group', '--termination-timeout', '0.2'];
    const lost = command(['run', ...options, '--', fixture('tree', 'sh'), token]);
    await waitFor('its tree', () => startedPid(lost.stderr()) && findByToken(token).length >= 4);
    lost.child.kill('SIGKILL');
    await lost.ended;
    expect(findByToken(token).length).toBeGreaterThanOrEqual(3);
    const next = command(['run', ...options, '--', 'sleep', '1000']);
    await waitFor('the next backend', () => startedPid(next.stderr()));
    expect(findByToken(token)).toEqual([]);
    expect(next.stderr()).toMatch(/^\[INFO\] Ended what an earlier run had left behind: .*tree\.sh \(\d+\)/m);
  });

  it('leaves another app that lives alone', async () => {
    const other = command(['run', '--', 'sleep', '1000']);
    const pid = await waitFor('its backend', () => startedPid(other.stderr()));
    expect(readdirSync(running)).toHaveLength(1);
    expect(await sweep(100)).toEqual({ ended: [], corrupt: [] });
    expect(isAlive(pid)).toBe(true);
    expect(readdirSync(running)).toHaveLength(1);
    other.child.kill('SIGTERM');
    await other.ended;
    expect(readdirSync(running)).toEqual([]);
  });

  it('ends a leader by pid and start time, with its group', async () => {
    const left = startStranger();
    writeRecord({ leader: keyOf(left.pid) });
    expect((await sweep(100)).ended).toEqual([{ pid: left.pid, name: 'sleep' }]);
    expect(readdirSync(running)).toEqual([]);
  });

  it('never ends a stranger who got the pid', async () => {
    const stranger = startStranger();
    const helper = startStranger();
    writeRecord({
      leader: { pid: stranger.pid, start: '1' },
      helpers: [{ pid: helper.pid, start: '1' }],
    });
    expect((await sweep(100)).ended).toEqual([]);
    expect([stranger.pid, helper.pid].map(isAlive)).toEqual([true, true]);
    expect(readdirSync(running)).toEqual([]);
  });

  it.each([
    ['of another boot or a copied profile', { bootId: 'other' }, []],
    ['of another PID namespace', { namespace: 'pid:[1]' }, ['one.json']],
  ])('touches nobody by a record %s', async (_, where, kept) => {
    const stranger = startStranger();
    writeRecord({ leader: keyOf(stranger.pid), ...where });
    expect((await sweep(100)).ended).toEqual([]);
    expect(isAlive(stranger.pid)).toBe(true);
    expect(readdirSync(running)).toEqual(kept);
  });

  it.each([
    ['half a record', '{"version":1,"id":'],
    ['no JSON', '\0\0\0'],
    ['another shape', '{"version":1,"leader":{"pid":-1,"start":"1"}}'],
    ['a pid that would be everybody', '{"version":1,"host":{"pid":1,"start":"1"}}'],
  ])('removes %s, and says so', async (_, text) => {
    writeFileSync(join(running, 'bad.json'), text);
    expect(await sweep(100)).toEqual({ ended: [], corrupt: ['bad.json'] });
    expect(readdirSync(running)).toEqual([]);
  });

  it('does not follow a cgroup path that is not of its own making', async () => {
    writeRecord({ cgroup: '/sys/fs/cgroup/../../etc' });
    expect(await sweep(100)).toEqual({ ended: [], corrupt: [] });
  });

  it('goes on without a record when none can be written, and says so once', async () => {
    const blocked = join(makeFolder(), 'state');
    writeFileSync(blocked, 'a file where the folder should be');
    const run = command(['run', '--restart', 'always', '--', 'sh', '-c', 'exit 1'], {
      env: { ...process.env, LIFEBOUND_STATE_DIR: blocked },
    });
    expect(await run.ended).toBe(69);
    expect(run.stderr().match(/record of this run could not be written/g)).toHaveLength(1);
  }, 40_000);

  it.skipIf(process.getuid?.() !== 0)(
    'goes on without a record when the disk is full, and says so',
    async () => {
      // A disk of two pages, seen by this one process.
      const fill = 'mount -t tmpfs -o size=8k none "$0" && head -c 8192 /dev/zero >"$0/full"; exec "$@"';
      const disk = {
        wrap: (program: string, ...args: readonly string[]): [string, string[]] => [
          'unshare',
          ['--mount', 'sh', '-c', fill, state, program, ...args],
        ],
      };
      const run = command(['run', '--restart', 'no', '--', 'sh', '-c', 'echo it runs'], {}, disk);
      expect(await run.ended).toBe(0);
      expect(run.stdout()).toBe('it runs\n');
      expect(run.stderr()).toMatch(/record of this run could not be written/);
    },
  );

  it.skipIf(process.getuid?.() !== 0)("takes nothing from another user's state folder", async () => {
    const stranger = startStranger();
    writeRecord({ leader: keyOf(stranger.pid) });
    chownSync(running, 61_234, 61_234);
    expect(await sweep(100)).toEqual({ ended: [], corrupt: [] });
    expect(isAlive(stranger.pid)).toBe(true);
    expect(readdirSync(running)).toEqual(['one.json']);
  });

  it('takes nothing from a folder that others may write to', async () => {
    const stranger = startStranger();
    writeRecord({ leader: keyOf(stranger.pid) });
    chmodSync(running, 0o777);
    expect((await sweep(100)).ended).toEqual([]);
    expect(isAlive(stranger.pid)).toBe(true);
  });

  it('removes what a lost host had half written, and not what one writes just now', async () => {
    writeFileSync(join(running, '4000000-1-a.json.tmp'), '{"ver');
    writeFileSync(join(running, `${process.pid}-1-a.json.tmp`), '{"ver');
    expect(await sweep(100)).toEqual({ ended: [], corrupt: [] });
    expect(readdirSync(running)).toEqual([`${process.pid}-1-a.json.tmp`]);
  });

  it('keeps records private to the user', async () => {
    const run = command(['run', '--', 'sleep', '1000']);
    await waitFor('its backend', () => startedPid(run.stderr()));
    const [name = ''] = readdirSync(running);
    expect(statSync(join(running, name)).mode & 0o077).toBe(0);
    expect(readFileSync(join(running, name), 'utf8')).not.toMatch(/nonce|token|env/i);
  });
});
