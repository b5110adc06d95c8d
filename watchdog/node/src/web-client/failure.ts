/** What every rejection of this client is: `code` of docs/errors.md, or the backend's own. */
export class ClientFailure extends Error {
  override readonly name = 'ClientFailure';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
