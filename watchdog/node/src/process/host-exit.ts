/**
 * What must be done when this process ends by `process.exit` or an uncaught exception, with nothing asynchronous left
 * to run. One listener for all, since Node warns at the eleventh.
 */
const actions = new Set<() => void>();

function runAll(): void {
  for (const action of actions) action();
}

export function onHostExit(action: () => void): void {
  if (actions.size === 0) process.on('exit', runAll);
  actions.add(action);
}

export function offHostExit(action: () => void): void {
  if (actions.delete(action) && actions.size === 0) process.off('exit', runAll);
}
