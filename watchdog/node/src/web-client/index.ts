export type { BackendClient, LogLine, RequestOptions, Status, Unsubscribe } from '@lifebound/core';
export { type ConnectionState, createWebClient, type WebClient } from './client.js';
export { ClientFailure } from './failure.js';
