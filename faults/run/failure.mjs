/** A cell that did not hold, in one line for people. */
export class CellFailure extends Error {
  /** `host`: its last words go with it. */
  constructor(message, host) {
    super(host ? `${message}; the app's last lines: ${host.lines.slice(-4).join(' | ')}` : message);
  }
}
