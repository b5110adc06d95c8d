import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createWatchdog } from '../src/index.js';
import {
  command,
  fixture,
  isAlive,
  listDescendants,
  makeFolder,
  python,
  readArgv,
  startedPid,
  waitFor,
  watch,
  whenState,
} from './helpers.js';
import { tiers } from './tiers.js';

const packagePath = fileURLToPath(new URL('../../python/src', import.meta.url));

const isRoot = process.getuid?.() === 0;

/** What docs/containment.md says of each tier, from inside. */
describe.each(tiers)('inside %s', (tier) => {
  it('the backend has its stdin, default signals, the host’s limits and groups, and descriptors 0 to 2', async () => {
    // A descriptor that the host itself inherited without close-on-exec is the backend's no more.
    const host = spawn(
      'sh',
      [
        '-c',
        // And groups that nobody else here has, and a limit.
        `ulimit -S -c 4; exec ${isRoot ? 'setpriv --groups 27,100' : ''} "$0" "$@" 9</etc/passwd`,
        process.execPath,
        bin,
        'run',
        '--restart',
        'no',
        '--containment',
        tier,
        '--',
        ...python('looks-around'),
      ],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    onTestFinished(() => void host.kill('SIGTERM'));
    let text = '';
    host.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    host.stdin.write('a line of input\n');
    await waitFor('its report', () => text.endsWith('\n'));
    const seen = JSON.parse(text);
    expect(seen).toMatchObject({
      input: 'a line of input',
      ignored: [],
      blocked: [],
      descriptors: { 0: true, 1: true, 2: true },
      foreign: [],
      terminal: false,
      // Who is not root sees others' as 65534 in a namespace.
      groups: isRoot ? [27, 100] : expect.any(Array),
      limits: readFileSync(`/proc/${host.pid}/limits`, 'latin1'),
      parent: tier === 'namespace' ? 1 : host.pid,
      tree: tier === 'keeper',
    });
    expect(seen.limits).toMatch(/^Max core file size +2048 /m);
    expect(seen.pid).toBe(tier === 'namespace' ? 3 : findBackend(host.pid!));
    expect(seen.seesItself).toBe(true);
    host.stdin.end();
  });

  it.each([
    ['exit status', ['sh', '-c', 'exit 42'], 42],
    ['a death by signal', ['sh', '-c', 'kill -SEGV $$'], 139],
    ['what is not there', ['no-such-program'], 127],
    ['a folder', ['/tmp'], 126],
    ['what may not be run', ['/etc/passwd'], 126],
  ])('%s comes out', async (_, program, status) => {
    const run = command(['run', '--restart', 'no', '--containment', tier, '--', ...program]);
    expect(await run.ended).toBe(status);
  });

  it('tells a folder from what may not be run', async () => {
    const run = command(['run', '--containment', tier, '--', '/tmp']);
    await run.ended;
    expect(run.stderr()).toContain('"/tmp" is a folder: give the program in it.');
  });

  it.each([
    ['missing', '/no/such/interpreter', 127],
    ['a folder', '/tmp', 126],
    ['not executable', '/etc/passwd', 126],
  ])('tells an interpreter that is %s, as a plain start does', async (_, interpreter, status) => {
    const script = join(makeFolder(), 'script');
    writeFileSync(script, `#!${interpreter}\n`, { mode: 0o755 });
    const start = async (containment: string) => {
      const run = command(['run', '--restart', 'no', '--containment', containment, '--', script]);
      return [await run.ended, run.stderr()];
    };
    const [bound, plain] = await Promise.all([start(tier), start('group')]);
    expect(bound).toEqual(plain);
    expect(bound).toEqual([status, expect.stringMatching(/\[START_FAILED\]$/m)]);
  });

  it('tells arguments that are too long', async () => {
    const watchdog = createWatchdog({
      launch: { kind: 'command', program: 'true', args: ['x'.repeat(200_000)] },
      readiness: { kind: 'stay' },
      restart: { policy: 'no' },
      containment: tier,
    });
    const told = once(watchdog, 'report');
    watchdog.start();
    const [error] = await told;
    expect(error.code).toBe('START_FAILED');
    expect(error.message).toContain('its arguments and environment are too long');
  });

  it('a nested Lifebound, killed with its host, leaves nothing', async () => {
    const inner = ['run', '--termination-timeout', '0.2', '--', 'sleep', '1000'];
    const outer = command([
      'run',
      '--containment',
      tier,
      '--termination-timeout',
      '1',
      '--',
      process.execPath,
      bin,
      ...inner,
    ]);
    await waitFor('the outer one', () => startedPid(outer.stderr()));
    const innermost = await waitFor('the inner one', () => findSleeper(outer.child.pid));
    outer.child.kill('SIGKILL');
    await waitFor('its end', () => !isAlive(innermost));
  });

  it('a declared helper outside the tree ends with it', async () => {
    const helper = spawn('sleep', ['1000'], { stdio: 'ignore', detached: true });
    onTestFinished(() => void helper.kill('SIGKILL'));
    const { watchdog } = watch('uses-link-package', [], {
      launch: { kind: 'command', program: 'python3', args: [fixturePath] },
      env: {
        PYTHONPATH: packagePath,
        SAVE_TO: '/dev/null',
        HOST_NAMESPACE: readlinkSync('/proc/self/ns/pid'),
      },
      containment: tier,
    });
    await whenState(watchdog, 'ready');
    await watchdog.request('declare', { pid: helper.pid });
    await waitFor('the helper to be known', () =>
      watchdog.log().some(({ text }) => text.includes(`sleep (${helper.pid})`)),
    );
    await watchdog.stop();
    await waitFor('its end', () => helper.signalCode !== null);
    expect(helper.signalCode).toBe('SIGTERM');
  });

  it('a declared helper outside the tree ends when the host is killed, too', async () => {
    const helper = spawn('sleep', ['1000'], { stdio: 'ignore', detached: true });
    onTestFinished(() => void helper.kill('SIGKILL'));
    const host = spawn(process.execPath, [fixture('declaring-host', 'mjs'), tier, String(helper.pid)], {
      env: { ...process.env, PYTHONPATH: packagePath },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void host.kill('SIGKILL'));
    let said = '';
    host.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    await waitFor('the helper to be known', () => said.includes('declared'));
    host.kill('SIGKILL');
    await waitFor('its end', () => helper.signalCode);
    expect(helper.signalCode).toBe('SIGTERM');
  });
});

describe('declare', () => {
  it.each([
    ['the host', () => process.pid, 'the host, or an ancestor'],
    ['an ancestor', () => process.ppid, 'the host, or an ancestor'],
    ['nobody', () => 4_000_000, 'no such process'],
  ])('refuses %s', async (_, pid, reason) => {
    const { watchdog, lines } = watch('uses-link-package', [], {
      launch: { kind: 'command', program: 'python3', args: [fixturePath] },
      env: {
        PYTHONPATH: packagePath,
        SAVE_TO: '/dev/null',
        HOST_NAMESPACE: readlinkSync('/proc/self/ns/pid'),
      },
    });
    await whenState(watchdog, 'ready');
    await watchdog.request('declare', { pid: pid() });
    await waitFor('the refusal', () => lines.some((line) => line.includes(reason)));
  });
});

const bin = fileURLToPath(new URL('../bin/lifebound.js', import.meta.url));
const fixturePath = fileURLToPath(new URL('fixtures/uses-link-package.py', import.meta.url));

function findBackend(host: number): number | undefined {
  return listDescendants(host).find(({ pid }) => readArgv(pid).includes('looks-around'))?.pid;
}

function findSleeper(pid: number): number | null {
  return listDescendants(pid).find((one) => readArgv(one.pid).startsWith('sleep\0'))?.pid ?? null;
}
