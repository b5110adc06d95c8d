/** What has not changed stays the same object, so that it is not drawn again. */
export function keepSame<T extends object>(before: T | undefined, now: T): T {
  return before && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}
