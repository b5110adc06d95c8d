export type { LifeboundError, LogLine, Status, WatchdogConfig } from '@lifebound/core';
export { describeFailure, LifeboundFailure } from './failure.js';
export type { WatchdogOptions } from './options.js';
export type { RequestOptions } from './requests.js';
export { createWatchdog, type Watchdog, type WatchdogEvents } from './watchdog.js';
