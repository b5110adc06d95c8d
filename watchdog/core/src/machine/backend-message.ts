import { validateMessage } from '../protocol/validate-message.js';
import { ignoreBadMessage } from './bad-message.js';
import { tellDebugger } from './debugger.js';
import { noteLife, takeBusy } from './health.js';
import { takeReady } from './readiness.js';
import type { EventOf, Turn } from './turn.js';
import { changeRun, debug, emit } from './turn.js';

/** A `lifebound/…` message of a backend that runs. What can't be understood is ignored, never believed. */
export function takeMessage(turn: Turn, { method, params }: EventOf<'message'>): void {
  const { state, config, generation } = turn.machine;
  if (config.readiness.kind !== 'link') {
    debug(turn, 'Ignored a message: there is no link');
    return;
  }
  if (state !== 'starting') noteLife(turn);
  const validated = validateMessage(method, params);
  if (validated.kind === 'unknown') {
    debug(turn, `Ignored an unknown message: ${cutName(method)}`);
    return;
  }
  if (validated.kind === 'bad') {
    ignoreBadMessage(turn, validated.reason);
    return;
  }
  const { message } = validated;
  switch (message.method) {
    case 'lifebound/ready':
      takeReady(turn, message.params);
      break;
    case 'lifebound/busy':
      takeBusy(turn, message.params);
      break;
    case 'lifebound/declare':
      emit(turn, { type: 'declare', generation, ...message.params });
      break;
    case 'lifebound/debugger':
      tellDebugger(turn, 'backend', message.params.attached);
      break;
    case 'lifebound/bye':
      changeRun(turn, { bye: message.params.reason });
      break;
    case 'lifebound/beat':
      return;
  }
}

/** Its helper is known to the body, and ends with the tree. */
export function noteHelper(turn: Turn, { pid, name }: EventOf<'declared'>): void {
  debug(turn, `Declared a helper process: ${name} (${pid})`);
}

export function noteNoHelper(turn: Turn, { pid, reason }: EventOf<'declareRefused'>): void {
  ignoreBadMessage(turn, `lifebound/declare: process ${pid} is not taken: ${reason}`);
}

/** While it ends, only its goodbye is of interest. */
export function takeGoodbye(turn: Turn, { method, params }: EventOf<'message'>): void {
  const validated = validateMessage(method, params);
  if (validated.kind !== 'message' || validated.message.method !== 'lifebound/bye') return;
  const { reason } = validated.message.params;
  changeRun(turn, { bye: reason });
  debug(turn, `Said goodbye: ${reason}`);
}

function cutName(method: string): string {
  return JSON.stringify(method.slice(0, 80));
}
