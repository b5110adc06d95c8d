export type {
  BackendClient,
  LifeboundError,
  LogLine,
  RequestOptions,
  RestartOptions,
  Status,
  Unsubscribe,
} from '@lifebound/core';
export { createClient, type WindowClient } from './client.js';
export { hold, log, request, restart, resume, status, stop } from './commands.js';
