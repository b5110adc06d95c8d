import type { Cause, CauseKind } from '../cause.js';
import { refuseRestartExitCode, signalOfStatus } from '../exit-status.js';
import { errors } from '../messages.js';
import type { EventOf, Turn } from './turn.js';
import { changeRun, runOf } from './turn.js';

/** How many last lines of stderr a cause keeps. */
const maxTailLines = 20;

/** First cause wins: only the first call for a generation writes. */
export function blame(turn: Turn, kind: CauseKind, message: string): void {
  const { generation } = turn.machine;
  if (runOf(turn).cause !== null) return;
  changeRun(turn, { cause: { kind, message, generation, exitCode: null, signal: null, stderrTail: [] } });
}

/** An exit that nobody asked for gets its cause here; one that was asked for keeps its own. */
export function blameExit(turn: Turn, exit: EventOf<'exited'>): void {
  const { config } = turn.machine;
  const run = runOf(turn);
  const how = `${config.label} ${describeExit(exit, run.bye)}`;
  if (exit.code === refuseRestartExitCode) {
    blame(turn, 'refused-restart', `${how}: do not restart.`);
    // Whatever ended it first: it knows best that a restart is of no use.
    changeRun(turn, { fatal: run.fatal ?? errors.restartRefused(config.label) });
  } else if (exit.code === 0 && config.restart.policy !== 'always') {
    blame(turn, 'finished', `${how}.`);
  } else {
    blame(turn, 'crashed', run.wasReady ? `${how}.` : `${how} before it was ready.`);
  }
  complete(turn, exit);
}

/** Why the generation under way ends. Whoever ends it blames somebody first. */
export function causeOf(turn: Turn): Cause {
  const { cause } = runOf(turn);
  if (cause === null) throw new Error(`no cause in ${turn.machine.state}`);
  return cause;
}

function complete(turn: Turn, exit: EventOf<'exited'>): void {
  const cause = causeOf(turn);
  const stderrTail = exit.stderrTail.slice(-maxTailLines);
  changeRun(turn, { cause: { ...cause, exitCode: exit.code, signal: exit.signal, stderrTail } });
}

function describeExit({ code, signal }: EventOf<'exited'>, bye: string | null): string {
  const said = bye === null ? '' : ` after it said goodbye (${bye})`;
  if (signal !== null) return `was ended by ${signal}${said}`;
  // A shell tells a signal as 128 + its number, and can't be told from a program that exits with it.
  const perhaps = signalOfStatus(code ?? 0);
  return `exited with code ${code ?? 'unknown'}${perhaps === null ? '' : ` (perhaps ${perhaps})`}${said}`;
}
