import type { Readable } from 'node:stream';

/** What a dead process wrote is in the pipe already, so a short silence means that all of it was read. */
const quietMs = 25;

/** A daemon that inherited the pipe may write for ever (design.md §4). */
const longestMs = 250;

/** Resolves when every stream has ended, fell silent, or after 250 ms; whichever is first. */
export function waitForDrain(streams: readonly (Readable | null)[]): Promise<void> {
  const open = streams.filter((stream): stream is Readable => stream !== null && !isOver(stream));
  if (open.length === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const began = performance.now();
    let heard = false;
    const finish = () => {
      clearTimeout(timer);
      for (const stream of open) stream.off('data', hear).off('end', check).off('close', check);
      resolve();
    };
    const hear = () => {
      heard = true;
    };
    const check = () => {
      if (open.every(isOver)) finish();
    };
    const look = () => {
      if (!heard || performance.now() - began >= longestMs) return finish();
      heard = false;
      timer.refresh();
    };
    // Node runs late timers before it reads: after a stall of our own, let it read first.
    const timer = setTimeout(() => setImmediate(look), quietMs);
    for (const stream of open) stream.on('data', hear).once('end', check).once('close', check);
  });
}

function isOver(stream: Readable): boolean {
  return stream.readableEnded || stream.destroyed;
}
