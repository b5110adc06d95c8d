import { tiers } from '../plan/axes.mjs';

/** The cells with the real window and the real Excel service: 20 of them. */
const deaths = ['killed', 'terminated', 'closed', 'hung', 'webview', 'hangup'];

export function windowCells() {
  const ready = tiers.flatMap((tier) => deaths.map((death) => cell(tier, death, 'ready', 0)));
  // The start of the app is the other moment in which a user ends it.
  return [...ready, cell('cgroup', 'killed', 'spawn', 10), cell('namespace', 'killed', 'spawn', 10)];
}

function cell(tier, death, moment, delayMs) {
  return { host: 'window', tier, backend: 'excel', death, moment, delayMs };
}
