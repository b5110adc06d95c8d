import { errors, lines } from '../messages.js';
import { versionFits } from '../protocol/version-fits.js';
import type { FromBackend } from '../protocol.js';
import { protocolVersion } from '../protocol.js';
import { ignoreBadMessage } from './bad-message.js';
import { endGeneration } from './ending.js';
import { sendHeld } from './requests.js';
import { clearTimer, setTimer } from './timers.js';
import type { EventOf, Turn } from './turn.js';
import { change, changeRun, debug, emit, log, runOf } from './turn.js';

type Ready = Extract<FromBackend, { method: 'lifebound/ready' }>['params'];

/** A server that starts is asked often at first, since a start takes a second or so; then less. */
const firstProbeDelayMs = 100;
const maxProbeDelayMs = 1_000;
const probeGrowth = 1.5;
/** A connection to our own machine that takes longer is no answer. */
const maxProbeTimeoutMs = 5_000;

/** Spawned is not ready: what shows it depends on what the backend can do. */
export function awaitReady(turn: Turn): void {
  const { readiness, stayUpMs } = turn.machine.config;
  if (readiness.kind === 'stay') setTimer(turn, 'stay-up', stayUpMs);
  if (readiness.kind === 'http' || readiness.kind === 'tcp') {
    changeRun(turn, { probeDelayMs: firstProbeDelayMs });
    probe(turn);
    // Stands in for an answer that never comes.
    setTimer(turn, 'health', 2 * probeTimeoutMs(turn));
  }
}

/** Asks a backend that can't speak by itself. */
export function probe(turn: Turn): void {
  const { config, generation } = turn.machine;
  const { readiness } = config;
  if (readiness.kind !== 'http' && readiness.kind !== 'tcp') return;
  const timeoutMs = probeTimeoutMs(turn);
  changeRun(turn, { probeDueMs: turn.atMs + timeoutMs });
  emit(turn, { type: 'probe', generation, target: readiness, timeoutMs });
}

/** Below the interval, so that an answer is in before the next check. */
function probeTimeoutMs(turn: Turn): number {
  return Math.min(maxProbeTimeoutMs, Math.ceil(turn.machine.config.health.checkIntervalMs * 0.8));
}

/** The answer to a probe during start-up: ready, or ask again soon. */
export function takeFirstProbe(turn: Turn, { ok, detail }: EventOf<'probed'>): void {
  // An answer that nobody asked for is no sign of readiness.
  const { probeDueMs, probeDelayMs } = runOf(turn);
  if (probeDueMs === null) return;
  changeRun(turn, { probeDueMs: null });
  if (ok) {
    becomeReady(turn, { version: null, port: null });
    return;
  }
  debug(turn, `Not ready yet: ${detail}`);
  changeRun(turn, { probeDelayMs: Math.min(probeDelayMs * probeGrowth, maxProbeDelayMs) });
  setTimer(turn, 'health', probeDelayMs);
}

/** Time for the next probe during start-up. */
export function probeAgain(turn: Turn): void {
  probe(turn);
  setTimer(turn, 'health', 2 * probeTimeoutMs(turn));
}

/** `lifebound/ready`: counts with this generation's nonce only, and with versions that fit. */
export function takeReady(turn: Turn, { protocol, nonce, version, port }: Ready): void {
  const { config, state } = turn.machine;
  const { label, appVersion } = config;
  if (state !== 'starting') {
    debug(turn, 'Ignored lifebound/ready: it is ready already');
    return;
  }
  if (runOf(turn).nonce !== nonce) {
    ignoreBadMessage(turn, 'lifebound/ready: its nonce is not the one of this generation');
    return;
  }
  change(turn, { backendVersion: version });
  if (protocol !== protocolVersion) {
    refuse(turn, errors.protocolMismatch(label, protocol, protocolVersion));
    return;
  }
  if (!versionFits(appVersion, version)) {
    refuse(turn, errors.versionMismatch(label, version ?? 'unknown', appVersion ?? 'any'));
    return;
  }
  becomeReady(turn, { version, port });
}

function refuse(turn: Turn, error: ReturnType<typeof errors.versionMismatch>): void {
  changeRun(turn, { fatal: error });
  endGeneration(turn, 'version-mismatch', error.message);
}

export function becomeReady(turn: Turn, { version, port }: Pick<Ready, 'version' | 'port'>): void {
  const { config } = turn.machine;
  for (const timer of ['start', 'stay-up', 'health'] as const) clearTimer(turn, timer);
  changeRun(turn, { wasReady: true, heard: true, misses: 0, probeDueMs: null });
  change(turn, { state: 'ready', everReady: true, backendVersion: version, backendPort: port });
  log(turn, 'INFO', lines.ready(config.label));
  setTimer(turn, 'stable', config.restart.stableAfterMs);
  // A backend that only stays up is alive while its process is: nothing to check.
  if (config.readiness.kind !== 'stay') setTimer(turn, 'health', config.health.checkIntervalMs);
  sendHeld(turn);
}
