import { type Schedule, shortSleepMs } from './schedule.js';
import { type Watcher, World } from './world.js';

/** Plays a schedule to its end; throws at the first thing that does not hold. Answers the faults that happened. */
export function play(schedule: Schedule, watcher: Watcher): number {
  const world = new World(schedule, watcher);
  const { commands, hostEndsAt, hostEnd } = schedule;
  world.send({ type: 'start' });
  for (const [index, command] of commands.entries()) {
    if (index === hostEndsAt) endHost(world, hostEnd);
    world.obey(command);
  }
  if (hostEndsAt >= commands.length) endHost(world, hostEnd);
  world.obey({ kind: 'ask', ask: 'start' });
  world.obey({ kind: 'ask', ask: 'resume' });
  world.finish();
  return world.system.faults;
}

/** No schedule without a fault: where none has happened so far, the backend crashes, or the machine sleeps. */
function endHost(world: World, reason: Schedule['hostEnd']): void {
  if (world.system.faults === 0) world.obey({ kind: 'crash' });
  if (world.system.faults === 0) world.obey({ kind: 'sleep', ms: shortSleepMs });
  world.endHost(reason);
}
