import { CommandFailed } from '../run.mjs';
import { isDone, markDone, markUndone } from './stamp.mjs';

/** Does the steps that are not done, in order, one line each with its time. */
export async function setUp(steps) {
  const started = performance.now();
  const open = steps.filter((step) => !isDone(step));
  for (const [index, step] of open.entries()) {
    const stepStarted = performance.now();
    console.log(`[setup ${index + 1}/${open.length}] ${step.says} …`);
    markUndone(step);
    await step.run();
    markDone(step);
    console.log(`[setup ${index + 1}/${open.length}] done in ${seconds(stepStarted)}`);
  }
  return { did: open.length, took: seconds(started) };
}

const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** The last line of a script that failed: what, and what to do. Nobody wants Node's stack here. */
export function fail(error) {
  if (!(error instanceof CommandFailed)) throw error;
  console.error(
    `\n${error.message}\nThe output above says why. Put it right and run the command again; what is done stays done.`,
  );
  process.exit(1);
}
