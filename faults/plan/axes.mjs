// What a cell is made of. A cell's name is `host/tier/backend/death@moment+ms`, and has all that a replay needs.

export const hosts = ['node', 'tauri'];
export const tiers = ['cgroup', 'namespace', 'keeper'];

/** How the app dies. */
export const deaths = {
  killed: 'SIGKILL',
  terminated: 'SIGTERM',
  closed: 'the window is closed',
  hung: 'SIGSTOP, and SIGKILL 50 ms later',
  webview: 'the web view is killed, and the app is closed later',
  panic: "a bug ends the watchdog's thread",
  reload: '`cargo tauri dev`: SIGKILL, and another app at once',
  hangup: 'the terminal is closed: SIGHUP, and nobody reads its output',
  oom: 'SIGKILL by the kernel, which is out of memory',
};

/**
 * What the backend is. `moments`: when its app may die, if not at any. `saves`: it has something to save, and does so
 * on SIGTERM (or, linked, at the end of its stdin). `built`: what is built first (run/built.mjs).
 */
export const backends = {
  plain: { script: 'plain.py', saves: true },
  linked: { script: 'linked.py', saves: true, isLinked: true },
  'workers-spawn': { script: 'spawns_workers.py', saves: true },
  'workers-fork': { script: 'forks_workers.py', saves: true },
  pool: { script: 'runs_a_pool.py', saves: true },
  daemon: { script: 'leaves_daemon.py', saves: true },
  'hidden-daemon': { script: 'leaves_hidden_daemon.py', saves: true },
  onefile: { built: 'onefile', saves: true },
  onedir: { built: 'onedir', saves: true },
  venv: { script: 'stops_slowly.py', built: 'venv', saves: true },
  bomb: { script: 'fork_bomb.py', saves: false, processLimit: 60 },
  'stubborn-bomb': { script: 'stubborn_bomb.py', saves: false, processLimit: 60 },
  stopped: { script: 'stops_itself.py', saves: false },
  'no-stdin': { script: 'closes_stdin.py', saves: true },
  starting: { script: 'starts_for_ever.py', saves: false, moments: ['spawn', 'start'] },
  stopping: { script: 'stops_slowly.py', saves: true, moments: ['stop'] },
  stubborn: { script: 'ignores_term.py', saves: false },
};

/**
 * When it dies, and up to how many milliseconds later. `spawn`: the first process of the backend's is there. `start`:
 * the watchdog says that it has started. `ready`: the backend, with all its processes, says so. `stop`: it was asked to
 * stop. `weight`: the window between fork and binding is where others leak.
 */
export const moments = {
  spawn: { mostMs: 30, weight: 3 },
  start: { mostMs: 60, weight: 1 },
  ready: { mostMs: 50, weight: 4 },
  stop: { mostMs: 250, weight: 2 },
};

/** Cells that make no sense, each with its reason. */
const rules = [
  {
    leavesOut: ({ death }) => death === 'webview',
    reason: 'a Node host and a headless Tauri host have no web view: the cells with the real window kill it',
  },
  {
    leavesOut: ({ tier, backend }) => tier === 'keeper' && backend === 'hidden-daemon',
    reason:
      "the keeper knows its own by session, group and a mark in the environment (docs/containment.md): a daemon that left all three is nobody's",
  },
  {
    leavesOut: ({ death, backend }) => death === 'reload' && backends[backend].processLimit !== undefined,
    reason:
      'the next app is of the same user, whose processes the bomb has taken until it is ended: it can not start',
  },
];

/** Why a cell is left out, or `null`. */
export function whyLeftOut(kind) {
  return rules.find((rule) => rule.leavesOut(kind))?.reason ?? null;
}

/** Every cell but for its moment: `{host, tier, backend, death}`. */
export function allKinds() {
  return hosts.flatMap((host) =>
    tiers.flatMap((tier) =>
      Object.keys(backends).flatMap((backend) =>
        Object.keys(deaths).map((death) => ({ host, tier, backend, death })),
      ),
    ),
  );
}

export function momentsOf(backend) {
  return backends[backend].moments ?? Object.keys(moments);
}
