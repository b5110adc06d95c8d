// What a user or a bug does to a living app. The Node host reads lines; the Tauri one (watchdog/tauri/examples/headless.rs)
// does by SIGUSR1 what LIFEBOUND_FAULT has named at its start.
import { kill } from '../machine/processes.mjs';

const faults = { closed: 'close-window', panic: 'panic-thread' };

/** The second app of a reload would find the hold. */
const stopsByHold = ({ death }) => faults[death] === undefined && death !== 'reload';

export function faultEnvironment(cell) {
  if (cell.host !== 'tauri') return {};
  const fault = faults[cell.death] ?? (cell.moment === 'stop' && stopsByHold(cell) ? 'hold' : undefined);
  return fault ? { LIFEBOUND_FAULT: fault } : {};
}

/** Begins the backend's end in good order, and does not wait for it. */
export function askToStop(cell, host) {
  if (cell.host !== 'tauri') host.send('stop');
  else kill(host.appPid(), stopsByHold(cell) ? 'SIGUSR1' : 'SIGTERM');
}

export function closeWindow(cell, host) {
  if (cell.host !== 'tauri') host.send('close');
  else kill(host.appPid(), 'SIGUSR1');
}

export function panic(cell, host) {
  if (cell.host !== 'tauri') host.send('panic');
  else kill(host.appPid(), 'SIGUSR1');
}
