import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { TestCgroup, whyNoCgroup } from './cgroup.js';
import { fixture, waitFor } from './helpers.js';
import { tiers } from './tiers.js';

if (whyNoCgroup !== null) console.log(`skipped: kills in the first moments. ${whyNoCgroup}`);

/** `npm run kills -- --count 1000` is the long form. */
const kills = Number(process.env.KILLS ?? 60);
const lanes = 4;
const windowMs = 30;

interface Killed {
  readonly wasUp: boolean;
}

/** With a state folder of its own, or the next host's sweep would hide what this one leaves. */
async function killOne(
  cgroup: TestCgroup,
  tier: string,
  end: (host: ChildProcess) => Promise<unknown>,
): Promise<Killed> {
  const state = mkdtempSync(join(tmpdir(), 'lifebound-kills-'));
  try {
    const [program, args] = cgroup.wrap(process.execPath, fixture('host', 'mjs'), tier, 'token');
    const host = spawn(program, args, {
      env: { ...process.env, LIFEBOUND_STATE_DIR: state },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(host, 'exit');
    let said = '';
    host.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await waitFor('the moment before the spawn', () => said.includes('starts\n'));
    await end(host);
    host.kill('SIGKILL');
    expect((await exited)[1]).toBe('SIGKILL');
    return { wasUp: said.includes('ready') };
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

const upOf = (said: Killed[]) => said.filter(({ wasUp }) => wasUp).length;

describe.skipIf(whyNoCgroup !== null)('a SIGKILL of the host', () => {
  it.each(tiers)(
    `%s: ${kills} of them in the first ${windowMs} ms of a spawn leave nothing behind`,
    async (tier) => {
      const cgroup = new TestCgroup();
      const killed: Killed[] = [];
      let started = 0;
      const lane = async () => {
        while (started < kills) {
          // From outside, so that it strikes within a system call too. Spread evenly over the window.
          const afterMs = (started * windowMs) / kills;
          started += 1;
          killed.push(await killOne(cgroup, tier, () => sleep(afterMs)));
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
      await waitFor('an empty cgroup', () => cgroup.isEmpty).catch(() => {});
      expect(cgroup.list()).toEqual([]);
      if (process.env.KILLS) console.log(`${tier}: ${kills} killed, ${upOf(killed)} of them were up; 0 left`);
    },
    30_000 + 1_000 * kills,
  );

  it.each(tiers)('%s: when all is up it leaves nothing behind', async (tier) => {
    const cgroup = new TestCgroup();
    // Host, program, worker, daemon, and what they sleep by.
    await killOne(cgroup, tier, () => waitFor('the whole tree', () => cgroup.list().length >= 7));
    await waitFor('an empty cgroup', () => cgroup.isEmpty).catch(() => {});
    expect(cgroup.list()).toEqual([]);
  });

  it('leaves what nothing binds, and this test sees it', async () => {
    const cgroup = new TestCgroup();
    await killOne(cgroup, 'group', () => waitFor('the whole tree', () => cgroup.list().length >= 7));
    // Longer than any of the tiers takes.
    await sleep(500);
    expect(cgroup.list().length).toBeGreaterThanOrEqual(6);
  });
});
