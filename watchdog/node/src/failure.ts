import type { ErrorCode, LifeboundError } from '@lifebound/core';

/**
 * What every rejection of this package is. `code` is one of docs/errors.md, or the backend's own symbolic code
 * when the backend answered a request with an error.
 */
export class LifeboundFailure extends Error {
  override readonly name = 'LifeboundFailure';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }

  /** For codes of our own table, so that a misspelt one does not compile. */
  static of(code: ErrorCode, message: string): LifeboundFailure {
    return new LifeboundFailure(code, message);
  }

  static from(error: LifeboundError): LifeboundFailure {
    return new LifeboundFailure(error.code, error.message);
  }
}

/** `{code, message}` of anything thrown; what is not ours is INTERNAL, without a stack. */
export function describeFailure(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof LifeboundFailure) return { code: error.code, message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'INTERNAL', message };
}
