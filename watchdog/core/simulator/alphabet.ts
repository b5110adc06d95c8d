import type { EventBody, Found, TimerName } from '../src/events.js';
import type { Machine } from '../src/machine/machine.js';

/** Every event that can make a difference to this machine; the clocks that are set ring in time, one late. */
export function alphabet(machine: Machine): readonly EventBody[] {
  const { generation, run } = machine;
  const message = (method: string, params: object): EventBody => ({
    type: 'message',
    generation,
    method,
    params,
  });
  const ready = (params: object) =>
    message('lifebound/ready', { protocol: 1, nonce: run?.nonce ?? '', version: '1.0.0', ...params });
  const exit = (code: number | null): EventBody => ({
    type: 'exited',
    generation,
    code,
    signal: code === null ? 'SIGKILL' : null,
    stderrTail: [],
  });
  const found = (what: Found): EventBody => ({
    type: 'located',
    generation,
    answers: [{ candidate: 'backend/excel-backend', found: what, path: '/b' }],
  });
  return [
    { type: 'start' },
    { type: 'stop' },
    { type: 'restart' },
    { type: 'restart', graceMs: 0 },
    { type: 'hold' },
    { type: 'resume' },
    { type: 'hostGone', reason: 'signal' },
    found('executable'),
    found('missing'),
    { type: 'spawned', generation, pid: 7, nonce: 'n', tier: 'group', tierReason: '' },
    { type: 'spawnFailed', generation, reason: 'ENOENT' },
    { type: 'spawnFailed', generation, reason: 'EAGAIN' },
    ready({}),
    ready({ nonce: 'other' }),
    ready({ version: '2.0.0' }),
    message('lifebound/busy', { forMs: 5 }),
    message('lifebound/bye', { reason: 'x' }),
    message('lifebound/beat', {}),
    { type: 'heard', generation },
    { type: 'probed', generation, ok: true, detail: '' },
    { type: 'probed', generation, ok: false, detail: '' },
    exit(0),
    exit(1),
    exit(77),
    { type: 'treeChecked', generation, left: [] },
    { type: 'treeChecked', generation, left: [{ pid: 9, name: '' }] },
    { type: 'declared', generation, pid: 8, name: 'helper' },
    { type: 'declareRefused', generation, pid: 8, reason: 'a stranger' },
    ...timersOf(machine).map((timer): EventBody => ({ type: 'timer', timer, generation })),
    { type: 'timer', timer: 'empty', generation },
  ];
}

/** What goes on beside the life of the process; followed, it multiplies the machines. */
export const asides: readonly EventBody[] = [
  { type: 'requested', id: 1, bytes: 1, retry: 'safe' },
  { type: 'answered', id: 1 },
  { type: 'cancelled', id: 1 },
  { type: 'debugger', attached: true },
  { type: 'debugger', attached: false },
];

export function timersOf(machine: Machine): readonly TimerName[] {
  return Object.keys(machine.timers) as TimerName[];
}

/** Machines that are equal in this behave alike: numbers of time and generation and what is only told are left out. */
export function abstract(machine: Machine): string {
  const { state, wanted, wantedAfterHold, hostGone, undead, startAfresh, run } = machine;
  const { everReady, everSpawned, timers, restarts, inFlight, held } = machine;
  const of = run && {
    ...run,
    spawnedAtMs: null,
    probeDelayMs: 0,
    busy: run.busy !== null,
    cause: run.cause?.kind === 'finished',
    fatal: run.fatal !== null,
    probeDueMs: run.probeDueMs !== null,
    lateChecks: 0,
    badMessages: 0,
    graceMs: 0,
    bye: null,
    // While it ends nobody is judged, and a start of the next generation begins anew.
    ...(state === 'stopping' && { heard: true, misses: 0, probeDueMs: false, debuggers: null, busy: false }),
  };
  return JSON.stringify([
    [state, wanted, wanted === 'held' && wantedAfterHold, hostGone, undead, startAfresh, of],
    [everReady, everSpawned, Object.keys(timers).sort(), restarts.length, inFlight.length, held.length],
  ]);
}
