import { lines } from '../messages.js';
import { validateMessage } from '../protocol/validate-message.js';
import { noteLife, takeBusy } from './health.js';
import { takeReady } from './readiness.js';
import type { EventOf, Turn } from './turn.js';
import { changeRun, debug, log } from './turn.js';

/** A `lifebound/…` message of a backend that runs. What can't be understood is ignored, never believed. */
export function takeMessage(turn: Turn, { method, params }: EventOf<'message'>): void {
  const { state, config } = turn.machine;
  if (config.readiness.kind !== 'link') return debug(turn, 'Ignored a message: there is no link');
  if (state !== 'starting') noteLife(turn);
  const validated = validateMessage(method, params);
  if (validated.kind === 'unknown') return debug(turn, `Ignored an unknown message: ${cutName(method)}`);
  if (validated.kind === 'bad') return ignoreBad(turn, validated.reason);
  const { message } = validated;
  switch (message.method) {
    case 'lifebound/ready':
      return takeReady(turn, message.params);
    case 'lifebound/busy':
      return takeBusy(turn, message.params);
    case 'lifebound/declare':
      return debug(turn, `Declared a helper process: ${message.params.pid}`);
    case 'lifebound/bye':
      return changeRun(turn, { bye: message.params.reason });
    case 'lifebound/beat':
      return;
  }
}

/** While it ends, only its goodbye is of interest. */
export function takeGoodbye(turn: Turn, { method, params }: EventOf<'message'>): void {
  const validated = validateMessage(method, params);
  if (validated.kind !== 'message' || validated.message.method !== 'lifebound/bye') return;
  const { reason } = validated.message.params;
  changeRun(turn, { bye: reason });
  debug(turn, `Said goodbye: ${reason}`);
}

/** One WARN in a generation: a backend that babbles must not fill the log. */
function ignoreBad(turn: Turn, reason: string): void {
  const badMessages = (turn.machine.run?.badMessages ?? 0) + 1;
  changeRun(turn, { badMessages });
  const text = lines.badMessage(turn.machine.config.label, reason);
  if (badMessages === 1) log(turn, 'WARN', text);
  else debug(turn, text);
}

function cutName(method: string): string {
  return JSON.stringify(method.slice(0, 80));
}
