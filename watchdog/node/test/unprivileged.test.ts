import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TestCgroup, whyNoCgroup } from './cgroup.js';
import { fixture, waitFor } from './helpers.js';
import { bindingTiers } from './tiers.js';

/** Nobody's: no file of the machine belongs to it. */
const user = 61_234;

const whyNot = (() => {
  if (process.getuid?.() !== 0) return 'only root can become another user';
  return whyNoCgroup;
})();
if (whyNot !== null) {
  if (process.env.CI) throw new Error(`CI must run this: ${whyNot}`);
  console.log(`skipped: an unprivileged host. ${whyNot}`);
}

/** What the user may read, wherever the checkout lies. */
function copyForUser(): { readonly host: string; readonly home: string } {
  const home = mkdtempSync(join(tmpdir(), 'lifebound-user-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const room = fileURLToPath(new URL('..', import.meta.url));
  cpSync(join(room, 'dist/lifebound.cjs'), join(home, 'lifebound.cjs'));
  cpSync(fixture('tree', 'sh'), join(home, 'tree.sh'));
  chownSync(home, user, user);
  return { host: join(home, 'lifebound.cjs'), home };
}

const become = `exec setpriv --reuid "$0" --regid "$0" --clear-groups "$@"`;

describe.skipIf(whyNot !== null)('a host without privileges', () => {
  it.each(bindingTiers)('%s: killed, leaves nothing behind', async (tier) => {
    const cgroup = new TestCgroup(user);
    const { host, home } = copyForUser();
    const options = ['--containment', tier, '--termination-timeout', '0.2'];
    const run = [process.execPath, host, 'run', ...options, '--', `${home}/tree.sh`, 'token'];
    const [program, args] = cgroup.wrap('sh', '-c', become, String(user), ...run);
    const child = spawn(program, args, {
      cwd: home,
      env: { PATH: process.env.PATH, HOME: home },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    // Host, program, worker, daemon, and what they sleep by.
    const isUp = () => said.includes('started with PID') && cgroup.list().length >= 7;
    await waitFor('the whole tree', isUp).catch((error) => expect.fail(`${error.message}; it said: ${said}`));
    child.kill('SIGKILL');
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
    await waitFor('an empty cgroup', () => cgroup.isEmpty).catch(() => {});
    expect(cgroup.list()).toEqual([]);
  });
});
