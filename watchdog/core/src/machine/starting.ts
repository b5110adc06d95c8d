import type { WatchdogConfig } from '../config.js';
import type { ContainmentTier } from '../containment.js';
import { choose } from '../locate/choose.js';
import { searchPlan } from '../locate/search-plan.js';
import { errors, lines } from '../messages.js';
import { protocolVersion } from '../protocol.js';
import { blame } from './cause.js';
import { isDebugged } from './debugger.js';
import { askToEnd, endGeneration, kill } from './ending.js';
import { spawn } from './launch.js';
import type { ChosenCommand } from './machine.js';
import { awaitReady } from './readiness.js';
import { settle } from './settle.js';
import { readReason } from './spawn-reason.js';
import { clearTimer, grantAnew, setTimer } from './timers.js';
import type { EventOf, Turn } from './turn.js';
import { change, changeRun, debug, emit, log, runOf } from './turn.js';

/** The search is answered: spawn what was found, or fail at once, since another look would find the same. */
export function chooseCommand(turn: Turn, { answers }: EventOf<'located'>): void {
  const { config, command } = turn.machine;
  clearTimer(turn, 'start');
  const { result, why, blocked } = choose(searchPlan(config.launch), answers, config.label);
  for (const line of why) debug(turn, line);
  for (const candidate of blocked) log(turn, 'WARN', lines.notExecutable(candidate));
  if (result.kind === 'error') {
    blame(turn, result.error.code === 'START_FAILED' ? 'start-failed' : 'not-found', result.error.message);
    changeRun(turn, { fatal: result.error });
    settle(turn);
    return;
  }
  const { program, args, candidate, interpreter } = result;
  const chosen = { program, args, why: why.at(-1) ?? '' };
  if (!isSame(command, chosen)) {
    const found = result.kind === 'binary' ? lines.foundBinary : lines.foundScript;
    log(turn, 'INFO', found(config.label, candidate));
    if (interpreter !== null) log(turn, 'INFO', lines.foundInterpreter(interpreter));
  }
  change(turn, { command: chosen });
  spawn(turn);
}

/** The process is there. Greet it, and wait for it to be ready. */
export function greet(turn: Turn, event: EventOf<'spawned'>): void {
  const { config, generation, hostGreeted } = turn.machine;
  if (runOf(turn).pid !== null) return;
  noteProcess(turn, event);
  if (config.hostLabel !== null && !hostGreeted) {
    log(turn, 'INFO', lines.hostStarted(config.hostLabel, config.label));
    change(turn, { hostGreeted: true });
  }
  if (config.readiness.kind === 'link') {
    const params = {
      protocol: protocolVersion,
      nonce: event.nonce,
      generation,
      appVersion: config.appVersion,
      hangDumpMs: hangDumpMs(config),
    };
    emit(turn, { type: 'send', generation, message: { method: 'lifebound/hello', params } });
  }
  awaitReady(turn);
}

/** Half an interval before the verdict: the stacks are then among the last lines that travel with the cause. */
function hangDumpMs({ health }: WatchdogConfig): number {
  return Math.ceil(health.checkIntervalMs * (health.unhealthyAfterMisses - 0.5));
}

/** The end was asked before the body had answered the spawn. */
export function endLateComer(turn: Turn, event: EventOf<'spawned'>): void {
  const { pid, exited } = runOf(turn);
  if (pid !== null || exited) return;
  noteProcess(turn, event);
  if (turn.machine.timers.grace === undefined) kill(turn);
  else askToEnd(turn);
}

/** A spawn was answered after it had been given up. Nothing of ours may live unwatched. */
export function endStray(turn: Turn, { generation, pid }: EventOf<'spawned'>): void {
  debug(turn, `Killing process ${pid} of generation ${generation}: it came too late`);
  if (turn.machine.undead !== null && generation === turn.machine.generation)
    change(turn, { undead: { pid } });
  emit(turn, { type: 'signal', generation, signal: 'SIGKILL' });
  emit(turn, { type: 'endTree', generation, graceMs: 0 });
}

/** A start failure counts as an attempt, save one that no second try can heal. */
export function failSpawn(turn: Turn, event: EventOf<'spawnFailed'>): void {
  const { config, everSpawned, command } = turn.machine;
  if (runOf(turn).pid !== null) return;
  const reason = readReason(event.reason, command?.program ?? '');
  const error = errors.startFailed(config.label, reason.text, reason.hint);
  blame(turn, reason.isMissing ? 'not-found' : 'start-failed', error.message);
  // A command that never ran is a mistake in the command; one that did run may be in the middle of an update.
  if (reason.isLasting && !everSpawned) changeRun(turn, { fatal: error });
  else log(turn, 'WARN', error.message);
  settle(turn);
}

/** The deadline for the search, or from spawn to ready. */
export function missStartDeadline(turn: Turn, lateByMs: number): void {
  const { config, state } = turn.machine;
  const run = runOf(turn);
  if (isDebugged(run)) {
    setTimer(turn, 'start', config.startTimeoutMs);
    return;
  }
  if (grantAnew(turn, 'start', lateByMs, config.startTimeoutMs)) return;
  if (run.busy && !run.granted.includes('start')) {
    // It has announced its deadline: once, that one counts.
    changeRun(turn, { granted: [...run.granted, 'start'] });
    setTimer(turn, 'start', run.busy.untilMs - turn.atMs);
    return;
  }
  const { message } = errors.startTimeout(config.label, config.startTimeoutMs);
  log(turn, 'WARN', message);
  if (state === 'starting') {
    endGeneration(turn, 'start-timeout', message);
    return;
  }
  blame(turn, 'start-timeout', message);
  settle(turn);
}

function noteProcess(turn: Turn, { pid, nonce, tier, tierReason }: EventOf<'spawned'>): void {
  if (turn.machine.containment === null) sayFallBack(turn, tier, tierReason);
  changeRun(turn, { pid, nonce, spawnedAtMs: turn.atMs });
  change(turn, { everSpawned: true, containment: { tier, reason: tierReason } });
  log(turn, 'INFO', lines.spawned(turn.machine.config.label, pid));
}

/** Once. One that was forced is no fall-back. */
function sayFallBack(turn: Turn, tier: ContainmentTier, reason: string): void {
  const { label, containment } = turn.machine.config;
  if (containment !== null || reason === '') return;
  if (tier === 'group' || tier === 'none') log(turn, 'WARN', lines.unbound(label, reason));
  else debug(turn, lines.fellBack(tier, reason));
}

function isSame(old: ChosenCommand | null, chosen: ChosenCommand): boolean {
  return old !== null && JSON.stringify(old) === JSON.stringify(chosen);
}
