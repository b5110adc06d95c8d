import { circus } from './circus.mjs';
import { lifebound } from './lifebound.mjs';
import { pm2 } from './pm2.mjs';
import { s6 } from './s6.mjs';
import { supervisord } from './supervisord.mjs';

/**
 * A system: `{name, version, start(child, env) → {pids: supervisor's own pids, end()}}`, with the child's program and
 * arguments as a list. It restarts the child at once, for ever, as its documentation says.
 */
export async function findSystems() {
  const found = [];
  for (const system of [lifebound, s6, supervisord, circus, pm2]) {
    const why = system.whyNot();
    if (why) console.log(`${system.name} is left out: ${why}`);
    else found.push(system);
  }
  return found;
}
