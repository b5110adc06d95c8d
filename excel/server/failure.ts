import { LifeboundFailure } from 'lifebound';

/** Codes of the service's own table (docs/errors.md), for what the server finds before the service is asked. */
export type ServerErrorCode =
  | 'FILE_NOT_FOUND'
  | 'FILE_TOO_LARGE'
  | 'INVALID_PARAMS'
  | 'DISK_FULL'
  | 'NO_PERMISSION';

export function failure(code: ServerErrorCode, message: string): LifeboundFailure {
  return new LifeboundFailure(code, message);
}
