import { createWatchdog, type Watchdog } from '../watchdog.js';
import type { RunCommand } from './arguments.js';
import { Output } from './output.js';

/**
 * Runs a program under watch until nothing runs and nothing is planned.
 * @returns the exit status: the program's own, 128 + signal, or a documented code
 */
export function run({ options, lifeline, json }: RunCommand): Promise<number> {
  const watchdog = createWatchdog(options);
  const output = new Output(watchdog.status().label, json, process.env.LIFEBOUND_LOG === 'debug');
  return new Promise((resolve) => {
    watchdog.on('log', (line) => output.log(line));
    watchdog.on('report', (error) => output.report(error));
    // Only a linked backend has any: its stdout is the channel, so what it says there to its host is told on ours.
    watchdog.on('notify', writeMessage);
    watchdog.on('over', (status) => {
      // On hold, it is not over: `lifebound resume` goes on.
      if (watchdog.status().wanted !== 'held') void output.flush().then(() => resolve(status));
    });
    endInGoodOrder(watchdog);
    if (lifeline) endWithStdin(watchdog);
    watchdog.start();
  });
}

/** One Ctrl-C can arrive twice within milliseconds: from the terminal, and handed on by npx. */
const sameCtrlCMs = 500;

/**
 * SIGINT, SIGTERM, SIGHUP: in good order. A second Ctrl-C forces; a second SIGHUP does not, since a closed terminal
 * sends two.
 */
function endInGoodOrder(watchdog: Watchdog): void {
  let firstAtMs: number | null = null;
  const end = (signal: NodeJS.Signals) => {
    if (firstAtMs === null) {
      firstAtMs = performance.now();
      void watchdog.hostGone('signal');
    } else if (signal === 'SIGINT' && performance.now() - firstAtMs >= sameCtrlCMs) {
      watchdog.kill();
    }
  };
  // Without a listener Node itself would end at once, and leave the backend behind.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}

function endWithStdin(watchdog: Watchdog): void {
  const end = () => void watchdog.hostGone('lifeline');
  process.stdin.once('end', end).once('error', end).resume();
}

function writeMessage(method: string, params: unknown): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', method, params })}\n`);
}
