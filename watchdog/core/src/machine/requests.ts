import { errors } from '../messages.js';
import { maxMessageBytes, maxQueuedBytes, maxRequestsInFlight } from '../protocol.js';
import type { HeldRequest, Machine } from './machine.js';
import type { EventOf, Turn } from './turn.js';
import { change, emit } from './turn.js';

/** In `ready` and `suspect`: send now, or after those that wait. */
export function sendOrQueue(turn: Turn, event: EventOf<'requested'>): void {
  if (!isAcceptable(turn, event)) return;
  hold(turn, event);
  sendHeld(turn);
}

/** Not ready, but a start is under way or planned. Before the first ready the app has just started: it may wait. */
export function holdOrRefuse(turn: Turn, event: EventOf<'requested'>): void {
  const { wanted, everReady, config } = turn.machine;
  if (wanted !== 'running') {
    refuseRequest(turn, event);
    return;
  }
  if (event.retry === 'never' && everReady) {
    emit(turn, { type: 'failRequest', id: event.id, error: errors.notReady(config.label) });
    return;
  }
  if (isAcceptable(turn, event)) hold(turn, event);
}

export function refuseRequest(turn: Turn, event: EventOf<'requested'>): void {
  emit(turn, { type: 'failRequest', id: event.id, error: errors.backendStopped(turn.machine.config.label) });
}

/** Answered by the backend, or given up by its caller, who knows: the place is free. */
export function forgetRequest(turn: Turn, { id }: EventOf<'answered'> | EventOf<'cancelled'>): void {
  const { inFlight, held } = turn.machine;
  const isOther = (request: HeldRequest) => request.id !== id;
  if (inFlight.every(isOther) && held.every(isOther)) return;
  change(turn, { inFlight: inFlight.filter(isOther), held: held.filter(isOther) });
  if (turn.machine.state === 'ready' || turn.machine.state === 'suspect') sendHeld(turn);
}

/** In the order in which they came, as many as may be in flight. */
export function sendHeld(turn: Turn): void {
  const { inFlight, held } = turn.machine;
  const sent = held.slice(0, Math.max(0, maxRequestsInFlight - inFlight.length));
  if (sent.length === 0) return;
  change(turn, { inFlight: [...inFlight, ...sent], held: held.slice(sent.length) });
  for (const { id } of sent) emit(turn, { type: 'sendRequest', id });
}

/** The backend is gone: what may be repeated waits for the next generation, in the old order; the rest fails. */
export function loseInFlight(turn: Turn): void {
  const { inFlight, held, config, everReady } = turn.machine;
  const all = [...inFlight, ...held];
  const isKept = (request: HeldRequest) => request.retry === 'safe' || !everReady;
  change(turn, { inFlight: [], held: all.filter(isKept) });
  for (const { id } of all.filter((request) => !isKept(request))) {
    emit(turn, { type: 'failRequest', id, error: errors.backendGone(config.label) });
  }
}

/** Nothing will come any more. */
export function failHeld(turn: Turn): void {
  const { held, config } = turn.machine;
  if (held.length === 0) return;
  change(turn, { held: [] });
  for (const { id } of held) {
    emit(turn, { type: 'failRequest', id, error: errors.backendStopped(config.label) });
  }
}

function hold(turn: Turn, { id, bytes, retry }: EventOf<'requested'>): void {
  change(turn, { held: [...turn.machine.held, { id, bytes, retry }] });
}

function isAcceptable(turn: Turn, { id, bytes }: EventOf<'requested'>): boolean {
  if (isKnown(turn.machine, id)) return false;
  const waiting = waitingBytes(turn.machine);
  if (bytes > maxMessageBytes) {
    emit(turn, { type: 'failRequest', id, error: errors.payloadTooLarge(bytes, maxMessageBytes) });
    return false;
  }
  if (waiting + bytes > maxQueuedBytes) {
    emit(turn, { type: 'failRequest', id, error: errors.backendBusy(turn.machine.config.label, waiting) });
    return false;
  }
  return true;
}

function isKnown({ inFlight, held }: Machine, id: number): boolean {
  return [...inFlight, ...held].some((request) => request.id === id);
}

function waitingBytes({ held }: Machine): number {
  return held.reduce((sum, { bytes }) => sum + bytes, 0);
}
