import { existsSync } from 'node:fs';
import { whyNoWindowTest } from '../../scripts/machine.mjs';
import { whyNoFaults } from '../machine/why-not.mjs';
import { application } from './run-window-cell.mjs';

/** Why the cells with the real window can't be run here; `null` when they can. */
export function whyNoWindowFaults() {
  const reason = whyNoFaults() ?? whyNoWindowTest();
  if (reason) return reason;
  return existsSync(application) ? null : 'the app is not laid out yet: npm test -- bundle';
}
