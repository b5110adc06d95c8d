import type { Effect } from '../src/effects.js';
import type { EventBody } from '../src/events.js';
import type { Machine } from '../src/machine/machine.js';

/** Checked some hundred thousand times: `expect` would be most of the time. */
export function must(isTrue: boolean, what: string, value: unknown): void {
  if (!isTrue) throw new Error(`${what}: ${JSON.stringify(value)}`);
}

/** What must hold after every single step. */
export function checkStep(
  before: Machine,
  event: EventBody,
  after: Machine,
  effects: readonly Effect[],
): void {
  checkGenerations(before, event, after, effects);
  checkWaits(after);
  checkGrace(before, event, effects);
  checkOver(before, event, after, effects);
  checkTimers(before, event, after, effects);
}

/** No effect for a generation that is gone, save the end of a stray. */
function checkGenerations(
  before: Machine,
  event: EventBody,
  after: Machine,
  effects: readonly Effect[],
): void {
  const started = after.generation - before.generation;
  must(started === 0 || started === 1, 'at most one generation starts in a step', started);
  const isStray =
    (event.type === 'spawned' && !['starting', 'stopping'].includes(before.state)) ||
    (event.type === 'exited' && before.undead !== null);
  for (const effect of effects) {
    if (!('generation' in effect) || isStray) continue;
    const isNow = effect.generation === before.generation || effect.generation === after.generation;
    must(isNow, 'no effect for a dead generation', effect);
    if (effect.type === 'endTree') must(after.run?.exited === true, 'the tree ends after its leader', effect);
    const isToProcess = ['send', 'closeStdin', 'signal', 'probe'].includes(effect.type);
    if (isToProcess) must(before.run?.exited === false, 'nothing is sent to the dead', effect);
  }
}

/** Whoever asks for no grace is not made to wait for one. */
function checkGrace(before: Machine, event: EventBody, effects: readonly Effect[]): void {
  if (event.type !== 'restart' || event.graceMs !== 0) return;
  const { state, timers, hostGone, wanted } = before;
  const isEnding = timers.grace !== undefined && !hostGone && wanted !== 'held';
  if (!isEnding && !['starting', 'ready', 'suspect'].includes(state)) return;
  const isKilled = effects.some((effect) => effect.type === 'signal' && effect.signal === 'SIGKILL');
  must(isKilled, 'without a grace it is killed at once', [state, effects]);
}

/** Every wait has a clock. A backend that only stays up has none to judge by; its exit is an event. */
function checkWaits({ state, wanted, startAfresh, timers, config, run }: Machine): void {
  const set = Object.keys(timers);
  const waits: Readonly<Record<Machine['state'], boolean>> = {
    idle: set.length === 0,
    locating: set.length === 1 && set.includes('start'),
    starting: set.includes('start'),
    ready: config.readiness.kind === 'stay' || set.includes('health'),
    suspect: set.includes('health'),
    stopping: set.length === 1 && (set.includes('grace') || set.includes('empty')),
    backoff: set.length === 1 && set.includes('backoff'),
    failed: set.length === 0,
  };
  must(waits[state], `every wait in ${state} has its clock`, set);
  must(
    !startAfresh || (state === 'stopping' && wanted === 'running'),
    'a start is remembered while one ends',
    state,
  );
  must((run === null) === ['idle', 'failed', 'backoff'].includes(state), `${state} has its process`, run);
}

function checkOver(before: Machine, event: EventBody, after: Machine, effects: readonly Effect[]): void {
  const overs = effects.filter(({ type }) => type === 'over');
  if (overs.length === 0) return;
  must(overs.length === 1 && effects.at(-1)?.type === 'over', 'over is the last effect', effects);
  must(after.state === 'idle' || after.state === 'failed', 'over when nothing is planned', after.state);
  must(after.held.length + after.inFlight.length === 0, 'over leaves no request open', [
    before.state,
    event,
    after.held,
    after.inFlight,
  ]);
}

/** The machine knows exactly the clocks that the body has: none twice, none forgotten. */
function checkTimers(before: Machine, event: EventBody, after: Machine, effects: readonly Effect[]): void {
  const clocks = new Set(Object.keys(before.timers));
  if (event.type === 'timer' && after.timers[event.timer] !== before.timers[event.timer]) {
    clocks.delete(event.timer);
  }
  for (const effect of effects) {
    if (effect.type === 'setTimer') clocks.add(effect.timer);
    if (effect.type === 'clearTimer')
      must(clocks.delete(effect.timer), 'only what is set is cleared', effect);
  }
  must(
    [...clocks].sort().join() === Object.keys(after.timers).sort().join(),
    'the body has the clocks that the machine knows',
    [...clocks],
  );
}

/** Immutable: a body may keep an old machine. */
export function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}
