import { lines } from '../messages.js';
import type { Turn } from './turn.js';
import { changeRun, debug, log, runOf } from './turn.js';

/** One WARN in a generation: a backend that babbles must not fill the log. */
export function ignoreBadMessage(turn: Turn, reason: string): void {
  const badMessages = runOf(turn).badMessages + 1;
  changeRun(turn, { badMessages });
  const text = lines.badMessage(turn.machine.config.label, reason);
  if (badMessages === 1) log(turn, 'WARN', text);
  else debug(turn, text);
}
