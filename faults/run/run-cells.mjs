import { firstUser } from '../machine/why-not.mjs';
import { CellFailure } from './failure.mjs';
import { closeBase, openBase, openRoom } from './room.mjs';

/**
 * Runs cells, several at once, each in a room of its own, and tells each result: `{cell, error, emptyAfterMs, wasSlow, tookMs}`,
 * `error` being `null` or a message. Whatever happens, nothing of it is left on the machine.
 * `runOne(cell, room)` runs one and gives its time to the empty cell.
 */
export async function runCells(cells, { own, memory, atOnce, runOne, tell }) {
  const base = openBase(own, memory);
  const queue = cells.map((cell, index) => ({ cell, index }));
  let isStopped = false;
  const stop = () => {
    isStopped = true;
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let next = queue.shift(); next && !isStopped; next = queue.shift()) {
          tell(await runInRoom(base, next, runOne));
        }
      }),
    );
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await closeBase(base);
  }
  return !isStopped;
}

async function runInRoom(base, { cell, index }, runOne) {
  const started = performance.now();
  // A user for each: the dead of an earlier cell that nobody has reaped yet count against the limit of their user.
  const user = firstUser + (process.pid % 1_000) * 100_000 + index;
  const room = openRoom(base, `cell-${index}`, user);
  const result = { cell, error: null, emptyAfterMs: null, wasSlow: false };
  try {
    result.emptyAfterMs = await runOne(cell, room);
    result.wasSlow = room.wasSlow === true;
  } catch (error) {
    // A fault of the harness' own is a failed cell too, and must not keep the others from being cleaned up.
    result.error = error instanceof CellFailure ? error.message : `the harness: ${error.stack}`;
  } finally {
    await room.close();
  }
  return { ...result, tookMs: performance.now() - started };
}
