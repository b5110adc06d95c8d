// Starts an app with a watchdog, in its cell: as an unprivileged user with a limit on processes, in a session of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { backends } from '../plan/axes.mjs';
import { backendCommand } from './backend-command.mjs';
import { faultEnvironment } from './requests.mjs';

const root = join(import.meta.dirname, '../..');
const folder = join(import.meta.dirname, '../hosts');

/** More than any cell needs, and an end to what nobody foresaw. */
const processLimit = 250;

export const programs = {
  node: [process.execPath, join(folder, 'node-host.mjs')],
  leaky: [process.execPath, join(folder, 'leaky-host.mjs')],
  tauri: [join(root, 'target/debug/examples/headless')],
};

/** Joins the cell's groups, then becomes the app: from its first instruction on it is inside. */
const enterScript = `echo 0 >"$1/cgroup.procs" || exit 125
if [ -n "$2" ]; then echo 0 >"$2/cgroup.procs" || exit 125; fi
shift 2
exec "$@"`;

/**
 * Starts `command` in a room. `inTerminal`: its terminal is `process`, which can be killed.
 * Gives `{pid, process, lines, send(line), hasLine(text), isGone}`.
 */
export async function startInRoom(room, command, { env, cwd, inTerminal, limit, python }) {
  const user = [`--reuid=${room.user}`, `--regid=${room.user}`, '--clear-groups'];
  const entered = ['sh', '-c', enterScript, 'faults', room.cgroup, room.memory?.folder ?? ''];
  const limited = ['prlimit', `--nproc=${limit ?? processLimit}`, 'setpriv', ...user, ...command];
  const words = [...(inTerminal ? [python, join(folder, 'terminal.py')] : []), ...entered, ...limited];
  const child = spawn(words[0], words.slice(1), {
    cwd,
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => {});
  const host = { pid: child.pid, process: child, lines: [], isGone: false };
  child.once('exit', () => {
    host.isGone = true;
  });
  await once(child, 'spawn');
  keepLines(child, host.lines);
  return Object.assign(host, {
    send: (line) => child.stdin.write(`${line}\n`),
    hasLine: (text) => host.lines.some((line) => line.includes(text)),
    /** The app's pid, which in a terminal is another than that of what was started. */
    appPid: () => (inTerminal ? Number(host.lines[0]?.match(/^program (\d+)/)?.[1] ?? 0) : child.pid),
  });
}

/** The app of a cell. `app`: `first`, or `second` after a reload. */
export function startHost(cell, room, app, { graceMs, python }) {
  const backend = backends[cell.backend];
  const command = [...programs[cell.host], ...backendCommand(cell.backend, python)];
  return startInRoom(room, command, {
    cwd: room.folder,
    python,
    inTerminal: cell.death === 'hangup',
    limit: backend.processLimit,
    env: {
      ...plainEnvironment(room),
      FAULTS_FOLDER: join(room.folder, app),
      TMPDIR: join(room.folder, app),
      GRACE_MS: String(graceMs),
      READINESS: backend.isLinked ? 'link' : 'stay',
      STAY_UP_MS: '100',
      ...faultEnvironment(cell),
      LIFEBOUND_CONTAINMENT: cell.tier,
      ...(backend.isLinked && { PYTHONPATH: join(root, 'watchdog/python/src') }),
    },
  });
}

/** Nothing of the harness' own environment: what its user has set must change nothing. */
export function plainEnvironment(room) {
  const home = join(room.folder, 'home');
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin',
    LANG: 'C.UTF-8',
    HOME: home,
    TMPDIR: room.temporaryFolder,
    LIFEBOUND_STATE_DIR: room.stateFolder,
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_STATE_HOME: join(home, 'xdg-state'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
}

function keepLines(child, lines) {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (text) => {
      const parts = (rest + text).split(/\r?\n/);
      rest = parts.pop();
      lines.push(...parts);
    });
  }
}
