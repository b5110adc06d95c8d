import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keeperOf, wrap } from '../../src/contain/wrap.js';
import { endAll, ended, folderOf, lives, said, shells, start, startOf, stays } from './processes.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lifebound-scripts-'));
});
afterEach(() => {
  endAll();
  rmSync(folder, { recursive: true, force: true });
});

const isLinux = process.platform === 'linux';
const graceMs = 300;
const mark = () => `test-${folder.slice(-6)}`;

describe.each(isLinux ? shells : [])('the keeper in %s', (shell) => {
  let PATH: string;
  beforeEach(() => {
    PATH = `${folderOf(shell, folder)}:${process.env.PATH}`;
  });
  function keeper(binding: Parameters<typeof keeperOf>[0]) {
    const command = keeperOf(binding);
    if (command === null) throw new Error('there is no keeper');
    return start(command, ['pipe', 'ignore', 'ignore'], { PATH });
  }
  const keeperOfMark = () => keeper({ tier: 'keeper', graceMs, mark: mark() });
  const stranger = async (onTerm: string, environment = {}) => {
    const child = start(stays(onTerm), ['ignore', 'pipe', 'ignore'], environment);
    await said(child.stdout, /up/);
    return child as typeof child & { readonly pid: number };
  };

  it('goes when it is told that all is done, and touches nobody', async () => {
    const other = await stranger('exit 3');
    const child = keeperOfMark();
    child.stdin?.write(`group ${other.pid}\nhelper ${other.pid} ${startOf(other.pid)}\ndone\n`);
    expect(await ended(child)).toEqual({ code: 0, signal: null });
    expect(lives(other.pid)).toBe(true);
  });

  it('asks the group once when its host is gone', async () => {
    const child = keeperOfMark();
    const file = join(folder, 'asked');
    const command = wrap({ tier: 'keeper', graceMs, mark: mark() }, stays(`echo asked >>"${file}"`));
    const stdio = ['ignore', 'pipe', 'ignore', child.stdin] as const;
    const backend = start(command, [...stdio], { PATH, LIFEBOUND_TREE: mark() });
    await said(backend.stdout, /up/);
    child.stdin?.destroy();
    expect(await ended(backend)).toEqual({ code: null, signal: 'SIGKILL' });
    expect(readFileSync(file, 'utf8')).toBe('asked\n');
    expect((await ended(child)).signal).toBeNull();
  });

  it('gives the group its grace, and goes as soon as it has gone', async () => {
    const child = keeper({ tier: 'keeper', graceMs: 20_000, mark: mark() });
    const backend = await stranger('sleep 0.2; exit 3');
    child.stdin?.end(`group ${backend.pid}\n`);
    expect(await ended(backend)).toEqual({ code: 3, signal: null });
    expect((await ended(child)).signal).toBeNull();
  });

  it('waits while somebody else holds the lifeline: the backend, until it is bound', async () => {
    const child = keeperOfMark();
    const unbound = start({ program: 'sleep', args: ['60'] }, ['ignore', 'ignore', 'ignore', child.stdin]);
    const bound = await stranger('exit 3');
    child.stdin?.write(`group ${bound.pid}\n`);
    child.stdin?.destroy();
    const first = await Promise.race([
      ended(child),
      said(bound.stdout, /never/).catch(() => 'ended'),
      pause(),
    ]);
    expect(first).toBe('nothing');
    unbound.kill('SIGKILL');
    expect(await ended(bound)).toEqual({ code: 3, signal: null });
  });

  it('ends who carries the mark, though it left the group, and nobody else', async () => {
    const marked = await stranger('', { LIFEBOUND_TREE: mark() });
    const other = await stranger('', { LIFEBOUND_TREE: `${mark()}x`.slice(1) });
    const child = keeperOfMark();
    child.stdin?.end();
    expect(await ended(marked)).toEqual({ code: null, signal: 'SIGKILL' });
    await ended(child);
    expect(lives(other.pid)).toBe(true);
  });

  it('ends a helper by pid and start time, and no stranger who got the pid', async () => {
    const helper = await stranger('');
    const other = await stranger('exit 3');
    const child = keeper({ tier: 'namespace', graceMs, isRoot: true });
    child.stdin?.end(`helper ${other.pid} 1\nhelper ${helper.pid} ${startOf(helper.pid)}\n`);
    expect(await ended(helper)).toEqual({ code: null, signal: 'SIGKILL' });
    await ended(child);
    expect(lives(other.pid)).toBe(true);
  });

  it('asks all that a control group lists, and ends the group', async () => {
    const cgroup = join(folder, 'cgroup');
    const backend = await stranger('exit 3');
    mkdirSync(cgroup);
    writeFileSync(join(cgroup, 'cgroup.procs'), `${backend.pid}\n`);
    writeFileSync(join(cgroup, 'cgroup.events'), 'populated 1\nfrozen 0\n');
    writeFileSync(join(cgroup, 'cgroup.kill'), '');
    const child = keeper({ tier: 'cgroup', graceMs: 20_000, folder: cgroup });
    child.stdin?.end();
    expect(await ended(backend)).toEqual({ code: 3, signal: null });
    writeFileSync(join(cgroup, 'cgroup.events'), 'populated 0\nfrozen 0\n');
    expect((await ended(child)).signal).toBeNull();
  });

  it('is not ended by what ends a terminal', async () => {
    const child = keeperOfMark();
    child.stdin?.write('helper 1 1\n');
    await traps(child.pid as number);
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) child.kill(signal);
    child.stdin?.write('done\n');
    expect(await ended(child)).toEqual({ code: 0, signal: null });
  });
});

const hierarchy = ['/sys/fs/cgroup/unified', '/sys/fs/cgroup'].find((path) => {
  const child = join(path, `lifebound-test-${process.pid}`);
  try {
    mkdirSync(child);
    // A plain folder there is no control group.
    const isReal = existsSync(join(child, 'cgroup.kill'));
    rmdirSync(child);
    return isReal;
  } catch {
    return false;
  }
});

describe.each(isLinux && hierarchy ? shells : [])('the keeper and a real control group, in %s', (shell) => {
  it('ends a daemon that left session and group and ignores SIGTERM, and removes the folder', async () => {
    const cgroup = join(hierarchy as string, `lifebound-${folder.slice(-6)}`);
    mkdirSync(cgroup);
    const PATH = `${folderOf(shell, folder)}:${process.env.PATH}`;
    const binding = { tier: 'cgroup', graceMs, folder: cgroup } as const;
    const keeper = start(keeperOf(binding) ?? stays(''), ['pipe', 'ignore', 'ignore'], { PATH });
    const daemon = `setsid dash -c 'trap "" TERM; echo daemon $$; while :; do sleep 0.02; done' & sleep 60`;
    const backend = start(
      wrap(binding, { program: 'dash', args: ['-c', daemon] }),
      ['ignore', 'pipe', 'ignore', keeper.stdin],
      { PATH },
    );
    const pid = Number((await said(backend.stdout, /daemon \d+\n/)).split(' ')[1]);
    expect(readFileSync(join(cgroup, 'cgroup.procs'), 'utf8').split('\n')).toContain(String(pid));
    keeper.stdin?.destroy();
    await ended(keeper);
    expect(lives(pid)).toBe(false);
    expect(() => readFileSync(join(cgroup, 'cgroup.procs'))).toThrow('ENOENT');
  });
});

const canUnshare =
  isLinux &&
  spawnSync('unshare', ['--pid', '--mount-proc', '--propagation', 'slave', '--fork', '--', 'true']).status ===
    0;

describe.each(canUnshare ? shells : [])('the init of a namespace in %s', (shell) => {
  let PATH: string;
  beforeEach(() => {
    PATH = `${folderOf(shell, folder)}:${process.env.PATH}`;
  });
  const inside = (program: string, args: readonly string[]) => {
    const binding = { tier: 'namespace', graceMs, isRoot: true } as const;
    const stdio = ['pipe', 'pipe', 'pipe', 'pipe', 'pipe'] as const;
    const child = start(wrap(binding, { program, args }), [...stdio], { PATH });
    return {
      child,
      control: child.stdio[3] as NodeJS.WritableStream,
      report: child.stdio[4] as NodeJS.ReadableStream,
    };
  };
  const waits = (onTerm: string) => inside(stays(onTerm).program, stays(onTerm).args);

  it('says when the program starts, gives it stdin and arguments as they are, and ends with its status', async () => {
    const { child, report } = inside('dash', [
      '-c',
      'read -r line; echo "$line|$1|$2"; exit 7',
      'x',
      'a b',
      '$HOME',
    ]);
    const reported = said(report, /started\n/);
    const printed = said(child.stdout, /\n/);
    child.stdin?.write('hello\n');
    expect(await reported).toBe('started\n');
    expect(await printed).toBe('hello|a b|$HOME\n');
    expect(await ended(child)).toEqual({ code: 7, signal: null });
  });

  it('leaves the program none of its own descriptors', async () => {
    const tries = '(: >&3) || echo no 3; (: >&4) || echo no 4; (: >&5) || echo no 5; echo end';
    const { child } = inside('dash', ['-c', `exec 2>/dev/null; ${tries}`]);
    expect(await said(child.stdout, /end/)).toBe('no 3\nno 4\nno 5\nend\n');
  });

  it('hands on a signal by name to all inside', async () => {
    const { child, control } = waits('exit 4');
    await said(child.stdout, /up/);
    control.write('TERM\n');
    expect(await ended(child)).toEqual({ code: 4, signal: null });
  });

  it('asks all when its host is gone, and forces them after the grace', async () => {
    const polite = waits('exit 4');
    const stubborn = waits('');
    await Promise.all([said(polite.child.stdout, /up/), said(stubborn.child.stdout, /up/)]);
    polite.control.end();
    stubborn.control.end();
    expect(await ended(polite.child)).toEqual({ code: 4, signal: null });
    expect(await ended(stubborn.child)).toEqual({ code: 137, signal: null });
  });

  it('says nothing of its own to stderr', async () => {
    const { child, control } = waits('kill -KILL $$');
    let text = '';
    child.stderr?.on('data', (chunk) => {
      text += chunk;
    });
    await said(child.stdout, /up/);
    control.write('TERM\n');
    expect(await ended(child)).toEqual({ code: 137, signal: null });
    expect(text).toBe('');
  });
});

/** Time enough for a keeper that does not wait to show it. */
function pause(): Promise<'nothing'> {
  return new Promise((resolve) => setTimeout(() => resolve('nothing'), 150));
}

/** Until the shell has set its traps: SigIgn of its status. */
async function traps(pid: number): Promise<void> {
  const ignoresTerm = () =>
    (Number.parseInt(/SigIgn:\s+(\w+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0', 16) >>
      14) &
    1;
  for (const deadlineMs = Date.now() + 5_000; ignoresTerm() === 0; ) {
    if (Date.now() > deadlineMs) throw new Error('it has no traps');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
