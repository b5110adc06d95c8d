import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TestCgroup, whyNoCgroup } from './cgroup.js';
import { command, fixture, listDescendants, python, readArgv, startedPid, waitFor } from './helpers.js';
import { tiers } from './tiers.js';

const keepingTiers = tiers.filter((tier) => tier !== 'namespace');

/** By its script: nothing else of it is the test's own. */
function findKeeper(host: number): number | null {
  const isKeeper = ({ pid }: { readonly pid: number }) => readArgv(pid).includes('tenths=$1');
  return listDescendants(host).find(isKeeper)?.pid ?? null;
}

describe.skipIf(whyNoCgroup !== null).each(keepingTiers)('the keeper of %s', (tier) => {
  it('killed, is started again, says so, and still keeps', async () => {
    const cgroup = new TestCgroup();
    const options = ['--containment', tier, '--termination-timeout', '0.2'];
    const run = command(['run', ...options, '--', fixture('tree', 'sh'), 'token'], {}, cgroup);
    await waitFor('its backend', () => startedPid(run.stderr()));
    const first = await waitFor('its keeper', () => findKeeper(run.child.pid));
    process.kill(first, 'SIGKILL');
    await waitFor('the warning', () =>
      /^\[WARN\] The keeper of the backend had ended, and was started again$/m.test(run.stderr()),
    );
    expect(findKeeper(run.child.pid)).not.toBe(first);
    run.child.kill('SIGKILL');
    await waitFor('an empty cgroup', () => cgroup.isEmpty).catch(() => {});
    expect(cgroup.list()).toEqual([]);
  });

  it('goes with the backend, however often that is started', async () => {
    const cgroup = new TestCgroup();
    const options = [
      '--containment',
      tier,
      '--restart-delay',
      '0',
      '--max-restart-attempts',
      '3',
      '--ready',
      'stay',
    ];
    const run = command(['run', ...options, '--', ...python('exits', '1')], {}, cgroup);
    expect(await run.ended).not.toBe(0);
    await waitFor('an empty cgroup', () => cgroup.isEmpty).catch(() => {});
    expect(cgroup.list()).toEqual([]);
    const folders = readdirSync(cgroup.path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders).toEqual([]);
  });
});
