import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { findOwnCgroup } from '../src/process/cgroup-folder.js';
import { fixture, waitFor } from './helpers.js';
import { findByToken, newToken } from './tiers.js';

/** Nobody's: no file of the machine belongs to it. */
const user = 61_234;

const whyNot = (() => {
  if (process.getuid?.() !== 0) return 'only root can become another user';
  return findOwnCgroup() === null ? 'there is no cgroup v2' : null;
})();
if (whyNot !== null) {
  if (process.env.CI) throw new Error(`CI must run this: ${whyNot}`);
  console.log(`skipped: an unprivileged host. ${whyNot}`);
}

/** A cgroup that is delegated to the user by hand, as systemd does it for a desktop session. */
function delegate(): string {
  const folder = join(findOwnCgroup()!, `lifebound-test-${process.pid}`);
  mkdirSync(folder);
  for (const name of ['', 'cgroup.procs', 'cgroup.subtree_control', 'cgroup.threads'])
    chownSync(join(folder, name), user, user);
  onTestFinished(async () => {
    writeFileSync(join(folder, 'cgroup.kill'), '1');
    await waitFor('the test’s cgroup to be empty', () =>
      /populated 0/.test(readFileSync(join(folder, 'cgroup.events'), 'latin1')),
    );
    rmdirSync(folder);
  });
  return folder;
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

describe.skipIf(whyNot !== null)('a host without privileges', () => {
  it.each(['cgroup', 'namespace', 'keeper'])('%s: killed, leaves nothing behind', async (tier) => {
    const token = newToken();
    const folder = delegate();
    const { host, home } = copyForUser();
    const join =
      'echo $$ >"$0" && exec setpriv --reuid "$1" --regid "$1" --clear-groups "$2" "$3" run --containment "$4" --termination-timeout 0.2 -- "$5" "$6"';
    const args = [
      `${folder}/cgroup.procs`,
      String(user),
      process.execPath,
      host,
      tier,
      `${home}/tree.sh`,
      token,
    ];
    const child = spawn('sh', ['-c', join, ...args], {
      cwd: home,
      env: { PATH: process.env.PATH, HOME: home },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    onTestFinished(() => {
      for (const pid of findByToken(token)) process.kill(pid, 'SIGKILL');
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await waitFor(
      `the tree; it said: ${said}`,
      () => said.includes('started with PID') && findByToken(token).length >= 5,
    );
    child.kill('SIGKILL');
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
    await waitFor('an empty machine', () => findByToken(token).length === 0);
  });
});
