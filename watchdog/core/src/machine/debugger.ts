import { grantFreshWindow } from './fresh-window.js';
import type { Run } from './machine.js';
import { setTimer } from './timers.js';
import type { EventOf, Turn } from './turn.js';
import { changeRun, debug, runOf } from './turn.js';

/** A debugger holds the backend still: nothing is judged until the last one lets go. */
export function isDebugged(run: Run | null): boolean {
  return run !== null && (run.debuggers.body || run.debuggers.backend);
}

/** The body sees a tracer come or go. */
export function noteDebugger(turn: Turn, { attached }: EventOf<'debugger'>): void {
  tellDebugger(turn, 'body', attached);
}

/** Of one generation: the next one has a debugger only if somebody says so again. */
export function tellDebugger(turn: Turn, by: keyof Run['debuggers'], attached: boolean): void {
  const { timers, config } = turn.machine;
  const run = runOf(turn);
  if (run.debuggers[by] === attached) return;
  const wasDebugged = isDebugged(run);
  changeRun(turn, { debuggers: { ...run.debuggers, [by]: attached } });
  const isNow = isDebugged(turn.machine.run);
  if (isNow === wasDebugged) return;
  debug(turn, isNow ? 'A debugger is attached: no judgement' : 'The debugger is gone');
  if (isNow) return;
  grantFreshWindow(turn);
  if (timers.start !== undefined) setTimer(turn, 'start', config.startTimeoutMs);
}
