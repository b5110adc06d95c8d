import { allCandidates, searchPlan } from '../locate/search-plan.js';
import { newRun } from './machine.js';
import { setTimer } from './timers.js';
import type { Turn } from './turn.js';
import { change, debug, emit } from './turn.js';

/** Starts a new generation from the search on; a given command has nothing to search. */
export function launch(turn: Turn): void {
  const { launch, startTimeoutMs } = turn.machine.config;
  if (launch.kind === 'command') {
    const { program, args } = launch;
    change(turn, { command: { program, args, why: 'given' } });
    spawnKnown(turn);
    return;
  }
  nextGeneration(turn);
  change(turn, { state: 'locating' });
  const candidates = allCandidates(searchPlan(launch));
  emit(turn, { type: 'locate', generation: turn.machine.generation, candidates });
  setTimer(turn, 'start', startTimeoutMs);
}

/** Starts a new generation of the command that ran before: the first restart must not wait for a search. */
export function spawnKnown(turn: Turn): void {
  nextGeneration(turn);
  spawn(turn);
}

/** From here on there may be a process, whatever is asked. */
export function spawn(turn: Turn): void {
  const { command, config, generation } = turn.machine;
  if (command === null) throw new Error('there is no command to spawn');
  change(turn, { state: 'starting' });
  const link = config.readiness.kind === 'link';
  debug(turn, `Spawning ${JSON.stringify([command.program, ...command.args])}`);
  emit(turn, { type: 'spawn', generation, program: command.program, args: command.args, link });
  setTimer(turn, 'start', config.startTimeoutMs);
}

function nextGeneration(turn: Turn): void {
  const generation = turn.machine.generation + 1;
  change(turn, { generation, run: newRun, error: null, backendVersion: null, backendPort: null });
}
