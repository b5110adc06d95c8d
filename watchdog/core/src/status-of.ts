import { countedRestarts } from './machine/budget.js';
import { isDebugged } from './machine/debugger.js';
import type { Machine } from './machine/machine.js';
import { protocolVersion } from './protocol.js';
import type { Status } from './status.js';
import { lifeboundVersion } from './version.js';

/** The snapshot that a UI shows, at `nowMs` of the clock that the events carry. */
export function statusOf(machine: Machine, nowMs: number): Status {
  const { config, run, state, timers } = machine;
  const isAlive = run !== null && run.pid !== null && !run.exited;
  const until = (dueMs: number) => Math.max(0, Math.round(dueMs - nowMs));
  return {
    label: config.label,
    state,
    wanted: machine.wanted,
    ready: state === 'ready' || state === 'suspect',
    generation: machine.generation,
    pid: isAlive ? run.pid : null,
    port: isAlive ? machine.backendPort : null,
    uptimeMs: isAlive && run.spawnedAtMs !== null ? Math.max(0, Math.round(nowMs - run.spawnedAtMs)) : null,
    attempts: countedRestarts(machine, nowMs).length,
    maxAttempts: config.restart.maxAttempts,
    nextAttemptInMs: state === 'backoff' && timers.backoff ? until(timers.backoff.dueMs) : null,
    lastCause: run?.cause ?? machine.lastCause,
    error: machine.error,
    containment: machine.containment,
    command: machine.command,
    busy: run?.busy ? { what: run.busy.what, remainingMs: until(run.busy.untilMs) } : null,
    debuggerAttached: isDebugged(run),
    requestsInFlight: machine.inFlight.length,
    requestsHeld: machine.held.length,
    versions: {
      lifebound: lifeboundVersion,
      protocol: protocolVersion,
      app: config.appVersion,
      backend: machine.backendVersion,
    },
  };
}
