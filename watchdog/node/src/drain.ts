import type { Readable } from 'node:stream';

/** What a dead process wrote is in the pipe already, so a short silence means that all of it was read. */
const quietMs = 25;

/** A daemon that inherited the pipe may write for ever (design.md §4). */
const longestMs = 250;

/** Resolves when every stream has ended, fell silent, or after 250 ms; whichever is first. */
export function waitForDrain(streams: readonly (Readable | null)[]): Promise<void> {
  const open = streams.filter(
    (stream): stream is Readable => stream !== null && !stream.readableEnded && !stream.destroyed,
  );
  if (open.length === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(quiet);
      clearTimeout(longest);
      for (const stream of open) stream.off('data', touch).off('close', check).off('end', check);
      resolve();
    };
    const touch = () => quiet.refresh();
    const check = () => {
      if (open.every((stream) => stream.readableEnded || stream.destroyed)) finish();
    };
    const quiet = setTimeout(finish, quietMs);
    const longest = setTimeout(finish, longestMs);
    for (const stream of open) stream.on('data', touch).once('close', check).once('end', check);
  });
}
