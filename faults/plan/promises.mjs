import { backends } from './axes.mjs';

/**
 * Does the design give the backend its time to save? It does however the app dies, once the backend can hear it. Not
 * so when a bug takes down a Node process: its last act is SIGKILL to the tree, since nothing asynchronous can run any more.
 */
export function promisesSave({ host, backend, death, moment }) {
  if (!backends[backend].saves) return false;
  if (moment !== 'ready' && moment !== 'stop') return false;
  if (death === 'panic' && host === 'node') return false;
  // Who waits for the end of a stop waits no longer when the watchdog's thread is gone: two faults at once.
  return !(death === 'panic' && moment === 'stop');
}

/**
 * PyInstaller's bootloader removes its folder when it is let. In the middle of a stop it may not be: whoever goes on
 * with the end of a killed app asks a second time, and a second SIGTERM takes the bootloader out of it.
 */
export function promisesNoTemporaryFolder(cell) {
  return promisesSave(cell) && cell.moment === 'ready';
}

/** An app that goes on without its backend for a while, and is ended later: a thread of it panicked, or its window is closed. */
export function outlivesIt({ host, death }) {
  return host === 'tauri' && (death === 'panic' || death === 'closed');
}
