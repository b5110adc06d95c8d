import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  command,
  fixture,
  freePort,
  isAlive,
  listDescendants,
  makeFolder,
  python,
  readArgv,
  startedPid,
  waitFor,
} from './helpers.js';

const pidOf = (run: ReturnType<typeof command>) =>
  waitFor('a PID in the log', () => startedPid(run.stderr()));

describe('lifebound run', () => {
  it.each([0, 1, 3, 77, 139])("passes the program's own status %i through", async (status) => {
    const run = command(['run', '--restart', 'no', '--', ...python('exits', String(status))]);
    expect(await run.ended).toBe(status);
  });

  it('128 + signal when a signal ended it', async () => {
    const run = command(['run', '--restart', 'no', '--', ...python('kills-itself', 'SIGSEGV')]);
    expect(await run.ended).toBe(139);
  });

  it('69 when the attempts are spent, with one clear message', async () => {
    const options = ['--max-restart-attempts', '1', '--restart-delay', '0'];
    const run = command(['run', ...options, '--', ...python('exits', '3')]);
    expect(await run.ended).toBe(69);
    expect(run.stderr()).toMatch(/^Error: Maximum restart attempts \(1\) exceeded.*\[RESTARTS_EXHAUSTED\]$/m);
    expect(run.stderr().match(/started with PID/g)).toHaveLength(2);
  });

  it('77: the program asks not to be restarted, whatever the policy', async () => {
    const run = command(['run', '--restart', 'always', '--', ...python('exits', '77')]);
    expect(await run.ended).toBe(77);
    expect(run.stderr().match(/started with PID/g)).toHaveLength(1);
  });

  it('126 and 127: could not be started, could not be found', async () => {
    const file = join(makeFolder(), 'program');
    writeFileSync(file, 'x', { mode: 0o600 });
    const [denied, missing] = [command(['run', '--', file]), command(['run', '--', 'no-such-program'])];
    expect(await denied.ended).toBe(126);
    expect(denied.stderr()).toContain('Error: Failed to start Python backend: permission denied');
    expect(await missing.ended).toBe(127);
  });

  it('on-failure is the policy: exit 0 ends it, a crash restarts it', async () => {
    const run = command(['run', '--', ...python('stays')]);
    const pid = await pidOf(run);
    process.kill(pid, 'SIGKILL');
    await waitFor('the next PID', () => startedPid(run.stderr()) !== pid);
    expect(run.stderr()).toContain('[INFO] Attempting to restart Python backend (attempt 1/5)\n');
    const zero = command(['run', '--', ...python('exits', '0')]);
    expect(await zero.ended).toBe(0);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s: the program saves and is gone', async (signal) => {
    const file = join(makeFolder(), 'saved');
    const run = command(['run', '--', ...python('ends-politely', file)]);
    const pid = await pidOf(run);
    await waitFor('its first line', () => run.stderr().includes('up'));
    run.child.kill(signal);
    expect(await run.ended).toBe(0);
    expect(isAlive(pid)).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe('saved');
  });

  it('SIGTERM to one that does not handle it: 128 + 15', async () => {
    const run = command(['run', '--', ...python('stays')]);
    await pidOf(run);
    await waitFor('its first line', () => run.stderr().includes('up'));
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(143);
  });

  it('a second Ctrl-C forces; one that arrives twice, or a closed terminal, does not', async () => {
    const run = command(['run', '--termination-timeout', '60', '--', ...python('ignores-term')]);
    const pid = await pidOf(run);
    await waitFor('its handlers', () => run.stderr().includes('deaf'));
    for (const signal of ['SIGINT', 'SIGINT', 'SIGHUP', 'SIGHUP', 'SIGTERM'] as const) run.child.kill(signal);
    // From when it has seen the first, and not from when that was sent.
    await waitFor('the first to be seen', () => run.stderr().includes('Stopping Python backend'));
    const began = performance.now();
    await waitFor('half a second to pass', () => performance.now() - began > 550);
    expect(isAlive(pid)).toBe(true);
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(137);
    expect(isAlive(pid)).toBe(false);
  });

  it('--termination-timeout takes fractions', async () => {
    const run = command(['run', '--termination-timeout', '0.1', '--', ...python('ignores-term')]);
    await waitFor('its handlers', () => run.stderr().includes('deaf'));
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(137);
  });

  it('--lifeline: ends in good order when its standard input does', async () => {
    const file = join(makeFolder(), 'saved');
    const run = command(['run', '--lifeline', '--', ...python('ends-politely', file)]);
    const pid = await pidOf(run);
    await waitFor('its first line', () => run.stderr().includes('up'));
    run.child.stdin?.end();
    expect(await run.ended).toBe(0);
    expect(isAlive(pid)).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe('saved');
  });

  it('--lifeline: the program reads no input of ours', async () => {
    const run = command(['run', '--lifeline', '--', ...python('reads-input', '60')]);
    await waitFor('its empty input', () => run.stdout() === "''\n");
    expect(run.child.exitCode).toBeNull();
  });

  it("without a link the program's descriptors are ours", async () => {
    const run = command(['run', '--', ...python('reads-input', '0')]);
    run.child.stdin?.end('hello');
    expect(await run.ended).toBe(0);
    expect(run.stdout()).toBe("'hello'\n");
  });

  it('--ready link: its stderr goes to ours, its messages to our stdout', async () => {
    const run = command([
      'run',
      '--ready',
      'link',
      '--name',
      'Excel service',
      '--',
      ...python('speaks-link'),
    ]);
    await waitFor('ready', () => run.stderr().includes('[INFO] Excel service is ready\n'));
    await waitFor('its log', () => run.stderr().includes('- INFO - Excel backend service started\n'));
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(run.stdout()).toBe('');
  });

  it('--ready http:URL and tcp:PORT', async () => {
    const port = await freePort();
    const ways = [`http:http://127.0.0.1:${port}/`, `http://127.0.0.1:${port}/`, `tcp:${port}`];
    for (const ready of ways) {
      const run = command(['run', '--ready', ready, '--', ...python('serves-http', String(port))]);
      await waitFor(`ready by ${ready}`, () => run.stderr().includes('[INFO] Python backend is ready\n'));
      run.child.kill('SIGTERM');
      expect(await run.ended).toBe(143);
    }
  });

  it('--json: one object a line', async () => {
    const run = command(['run', '--json', '--restart', 'no', '--name', 'w', '--', ...python('exits', '3')]);
    await run.ended;
    const own = run
      .stderr()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    const objects = own.map((line) => JSON.parse(line));
    expect(objects[0]).toMatchObject({ level: 'INFO', message: 'Starting w watchdog', name: 'w' });
    expect(new Date(objects[0].time).getTime()).toBeGreaterThan(0);
    expect(objects.at(-1)).toMatchObject({ level: 'ERROR', code: 'BACKEND_CRASHED' });
  });

  it('--cwd and --env reach the program, with the environment for a Python', async () => {
    const cwd = makeFolder();
    const script =
      'import os; print(os.getcwd(), os.environ["A"], os.environ.get("_PYI_X"), os.environ["PYTHONIOENCODING"])';
    const options = ['--cwd', cwd, '--env', 'A=b=c'];
    const run = command(['run', ...options, '--', 'python3', '-SEc', script], {
      env: { ...process.env, _PYI_X: 'leaked' },
    });
    expect(await run.ended).toBe(0);
    expect(run.stdout()).toBe(`${cwd} b=c None utf-8\n`);
  });

  it('a reader that goes away does not end the program', async () => {
    const run = command(['run', '--', ...python('stays')]);
    const pid = await pidOf(run);
    run.child.stderr?.destroy();
    process.kill(pid, 'SIGKILL');
    // Found by its argument, since nobody reads the log any more.
    const isNext = (row: { readonly pid: number }) =>
      row.pid !== pid && readArgv(row.pid).endsWith(`${fixture('stays')}\0`);
    const next = await waitFor('the next generation', () => listDescendants(run.child.pid).find(isNext));
    expect(isAlive(next.pid)).toBe(true);
  });
});

describe('options', () => {
  it.each([
    [['run', '--bogus', '--', 'x'], 'INVALID_OPTION', '--bogus'],
    [['run'], 'INVALID_OPTION', 'no program'],
    [['run', 'python3', 'x.py'], 'INVALID_OPTION', 'Put -- before the program'],
    [['run', '--check-interval', '0', '--', 'x'], 'INVALID_OPTION', '--check-interval got "0"'],
    [['run', '--max-restart-attempts', '-1', '--', 'x'], 'INVALID_OPTION', '--max-restart-attempts'],
    [['run', '--restart', 'maybe', '--', 'x'], 'INVALID_OPTION', 'always, on-failure or no'],
    [['run', '--ready', 'tcp:70000', '--', 'x'], 'INVALID_OPTION', 'tcp:70000'],
    [['run', '--ready', 'http://example.com/', '--', 'x'], 'INVALID_OPTION', 'example.com'],
    [['run', '--env', '=x', '--', 'x'], 'INVALID_OPTION', 'NAME=VALUE'],
    [['run', '--name', '', '--', 'x'], 'INVALID_OPTION', 'label'],
    [['frobnicate'], 'UNKNOWN_COMMAND', 'frobnicate'],
  ])('%j: status 64 and one line', async (args, code, hint) => {
    const run = command(args);
    expect(await run.ended).toBe(64);
    expect(run.stderr()).toMatch(new RegExp(`^Error: .*\\[${code}\\]\\n$`));
    expect(run.stderr()).toContain(hint);
  });

  it.each([
    ['job', 'UNSUPPORTED', /"job" can't be had here: not on this platform/],
    ['cage', 'INVALID_OPTION', /cage/],
  ])(
    'containment %s, by option and by LIFEBOUND_CONTAINMENT, which overrides it',
    async (tier, code, hint) => {
      const byOption = command(['run', '--containment', tier, '--', 'true']);
      const env = { ...process.env, LIFEBOUND_CONTAINMENT: tier };
      const byVariable = command(['run', '--containment', 'keeper', '--', 'true'], { env });
      expect(await Promise.all([byOption.ended, byVariable.ended])).toEqual([64, 64]);
      expect(byOption.stderr()).toMatch(hint);
      expect(byOption.stderr()).toContain(`[${code}]`);
      expect(byVariable.stderr()).toBe(byOption.stderr());
    },
  );

  it('--help and --version', async () => {
    const [help, version] = [command(['--help']), command(['--version'])];
    expect([await help.ended, await version.ended]).toEqual([0, 0]);
    expect(help.stdout()).toContain('lifebound run [options] -- program args');
    expect(version.stdout()).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('lifebound locate', () => {
  it('prints what would be started, and why', async () => {
    const base = makeFolder();
    mkdirSync(join(base, 'src-tauri'));
    mkdirSync(join(base, 'backend'));
    const binary = join(base, 'backend', 'excel-backend');
    writeFileSync(binary, '#!/bin/sh\n', { mode: 0o700 });
    const run = command(['locate', '--cwd', join(base, 'src-tauri')]);
    expect(await run.ended).toBe(0);
    expect(run.stdout()).toBe(`${binary}\n`);
    expect(run.stderr()).toContain('binary "backend/excel-backend": missing');
    const json = command(['locate', '--json', '--cwd', join(base, 'src-tauri')]);
    await json.ended;
    expect(JSON.parse(json.stdout())).toMatchObject({
      kind: 'binary',
      candidate: '../backend/excel-backend',
    });
  });

  it('a folder with the name of the binary is no backend', async () => {
    const base = makeFolder();
    mkdirSync(join(base, 'backend', 'excel-backend'), { recursive: true });
    const run = command(['locate', '--cwd', base]);
    expect(await run.ended).toBe(127);
    expect(run.stderr()).toMatch(/^Error: No Python backend found .*\[NO_BACKEND\]$/m);
    expect(run.stderr().match(/No Python backend found/g)).toHaveLength(1);
    expect(run.stdout()).toBe('');
  });

  it('the script with its virtual environment, else the Python of PATH', async () => {
    const base = makeFolder();
    mkdirSync(join(base, 'python'));
    mkdirSync(join(base, '.venv', 'bin'), { recursive: true });
    writeFileSync(join(base, 'python', 'main.py'), '');
    const plain = command(['locate', '--json', '--cwd', base]);
    await plain.ended;
    expect(JSON.parse(plain.stdout())).toMatchObject({ kind: 'script', interpreter: 'python3' });
    writeFileSync(join(base, '.venv', 'bin', 'python'), '#!/bin/sh\n', { mode: 0o700 });
    const venv = command(['locate', '--json', '--cwd', base]);
    await venv.ended;
    expect(JSON.parse(venv.stdout())).toMatchObject({ interpreter: '.venv/bin/python' });
  });
});
