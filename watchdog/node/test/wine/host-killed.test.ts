import { describe, expect, it } from 'vitest';
import { waitFor } from '../helpers.js';
import { kill } from './kill.js';
import { WineHost } from './wine-host.js';
import { listMarked, newMark, nodeOnWindows, runNode } from './wine-process.js';

async function allGone(mark: string): Promise<void> {
  try {
    await waitFor(`the end of all of ${mark}`, () => listMarked(mark).length === 0);
  } catch (error) {
    throw new Error(`${(error as Error).message}: ${JSON.stringify(listMarked(mark))}`);
  }
}

describe('the host is killed', () => {
  it('the backend, and a detached grandchild, are gone with it', async () => {
    const host = await WineHost.open(['leaves-detached.mjs', 'stay']);
    await host.start();
    await host.find('stays.mjs');
    kill(await host.find('host.mjs'));
    await allGone(host.mark);
  });

  it.each([0, 20, 40, 60, 80, 100, 120, 140])(
    '%i ms into the start of a backend: nothing is left',
    async (delayMs) => {
      const host = await WineHost.open(['leaves-detached.mjs', 'stay'], { containment: 'job' });
      const pid = await host.find('host.mjs');
      await host.do('create');
      await host.send('start');
      const began = performance.now();
      await waitFor('its moment', () => performance.now() - began >= delayMs);
      kill(pid);
      await allGone(host.mark);
    },
  );

  it('a declared helper outside the tree is gone with it', async () => {
    const host = await WineHost.open(['speaks-link.mjs', 'C:\\saved-by-helped'], {
      readiness: { kind: 'link' },
    });
    await host.start();
    await host.whenState('ready');
    const mark = newMark();
    const helper = runNode(['backends/stays.mjs', mark], { mark });
    const pid = await waitFor("the helper's pid", () => Number(helper.output()) || null);
    await host.do('request', { method: 'declare', params: { pid } });
    await host.waitForLine(`(${pid})`);
    expect(listMarked(mark)).toHaveLength(1);
    kill(await host.find('host.mjs'));
    await allGone(mark);
  });
});

describe('lifebound run', () => {
  it('killed: its program, and a detached grandchild, are gone with it', async () => {
    const mark = newMark();
    const lifebound = 'node_modules/lifebound/bin/lifebound.js';
    const program = [nodeOnWindows, 'C:\\app\\backends\\leaves-detached.mjs', mark, 'stay'];
    const run = runNode([lifebound, 'run', '--', ...program], { mark });
    await waitFor(`the grandchild in ${run.output()}`, () => run.output().includes('started a grandchild'));
    run.child.kill('SIGKILL');
    await allGone(mark);
  });
});
