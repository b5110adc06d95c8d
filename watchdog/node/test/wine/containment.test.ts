import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { waitFor } from '../helpers.js';
import { kill } from './kill.js';
import { WineHost } from './wine-host.js';
import { find, listMarked } from './wine-process.js';

const stay = { readiness: { kind: 'stay' }, stayUpMs: 50 } as const;
const link = { readiness: { kind: 'link' } } as const;

describe('start, stop, restart', () => {
  it('ready by its link, bound by a job; restarted; a stop is the message, and the backend saves', async () => {
    const host = await WineHost.open(['speaks-link.mjs', 'C:\\saved'], link);
    await host.start();
    await host.whenState('ready');
    expect(host.status?.containment).toEqual({ tier: 'job', reason: '' });
    expect((await host.do('request', { method: 'echo', params: '页' })).result).toBe('页');
    await host.do('restart');
    await host.whenState('ready', 2);
    await host.do('stop');
    expect(host.status?.state).toBe('idle');
    expect(readFileSync(join(inject('prefix'), 'drive_c/saved'), 'utf8')).toBe('stop');
    expect(find(host.mark, 'speaks-link.mjs')).toBeUndefined();
  });

  it('restarted after a crash; its detached grandchild does not outlive it', async () => {
    const host = await WineHost.open(['leaves-detached.mjs', 'stay'], stay);
    await host.start();
    const [backend, grandchild] = [await host.find('leaves-detached.mjs'), await host.find('stays.mjs')];
    kill(backend);
    await host.whenState('ready', 2);
    expect(listMarked(host.mark).map(({ pid }) => pid)).not.toContain(grandchild);
  });

  it('a leader that exits: what it left is ended before the next one starts', async () => {
    const host = await WineHost.open(['leaves-detached.mjs', 'exit'], { ...stay, restart: { policy: 'no' } });
    await host.start();
    await host.whenState('failed');
    expect(find(host.mark, 'stays.mjs')).toBeUndefined();
  });

  it('one that ignores the polite end: the whole tree is ended after the grace', async () => {
    const host = await WineHost.open(['leaves-detached.mjs', 'stay'], { ...stay, terminationTimeoutMs: 200 });
    await host.start();
    await host.find('stays.mjs');
    await host.do('stop');
    expect(host.status?.state).toBe('idle');
    expect(find(host.mark, 'leaves-detached.mjs')).toBeUndefined();
    expect(find(host.mark, 'stays.mjs')).toBeUndefined();
  });
});

describe('without koffi', () => {
  const without = { app: 'app-without-koffi' };

  it('the fall-back is said, and true: a killed host leaves a detached grandchild', async () => {
    const host = await WineHost.open(['leaves-detached.mjs', 'stay'], stay, without);
    await host.start();
    await host.whenState('ready');
    expect(host.status?.containment).toEqual({ tier: 'none', reason: 'job: koffi is not installed' });
    await host.waitForLine('koffi is not installed');
    const grandchild = await host.find('stays.mjs');
    kill(await host.find('host.mjs'));
    await waitFor('the end of the backend', () => !find(host.mark, 'leaves-detached.mjs'));
    expect(listMarked(host.mark).map(({ pid }) => pid)).toEqual([grandchild]);
  });

  it('forced, it is a clear error', async () => {
    const host = await WineHost.open(['stays.mjs'], { containment: 'job' }, without);
    const { error } = await host.do('create');
    expect(error).toEqual({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('"job" can\'t be had here: koffi is not installed'),
    });
  });
});
