import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, onTestFinished } from 'vitest';
import { fixture, waitFor } from './helpers.js';
import { findByToken, newToken, tiers } from './tiers.js';

/** `KILLS=1000 npx vitest run test/kills.test.ts` is the long form. */
const kills = Number(process.env.KILLS ?? 40);
const lanes = 4;

function startHost(tier: string, token: string, killAfterMs: number | '-'): ChildProcess {
  return spawn(process.execPath, [fixture('host', 'mjs'), tier, token, String(killAfterMs)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

it.each(tiers)(
  `%s: ${kills} hosts killed 0 to 30 ms after the spawn leave nothing behind`,
  async (tier) => {
    const token = newToken();
    onTestFinished(() => {
      for (const pid of findByToken(token)) process.kill(pid, 'SIGKILL');
    });
    let started = 0;
    const lane = async () => {
      while (started < kills) {
        const afterMs = started % 31;
        started += 1;
        const host = startHost(tier, token, afterMs);
        const [, signal] = await once(host, 'exit');
        expect(signal).toBe('SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    await waitFor('an empty machine', () => findByToken(token).length === 0);
  },
  30_000 + 1_000 * kills,
);

it.each(tiers)('%s: a host killed when all is up leaves nothing behind', async (tier) => {
  const token = newToken();
  const host = startHost(tier, token, '-');
  onTestFinished(() => {
    host.kill('SIGKILL');
    for (const pid of findByToken(token)) process.kill(pid, 'SIGKILL');
  });
  // The test sees what is to be ended: program, worker, daemon, and wrappers that have the token too.
  await waitFor('the whole tree', () => findByToken(token).length >= 4);
  host.kill('SIGKILL');
  await waitFor('an empty machine', () => findByToken(token).length === 0);
});
