import type { LogLevel } from '@lifebound/core';

const levels: Readonly<Record<string, LogLevel>> = {
  DEBUG: 'DEBUG',
  INFO: 'INFO',
  WARN: 'WARN',
  WARNING: 'WARN',
  ERROR: 'ERROR',
  CRITICAL: 'ERROR',
};

/** The level in a line of the seed's form, `2024-01-01 12:00:00 - __main__ - INFO - …`, or of `INFO: …`; else INFO. */
export function readLevel(line: string): LogLevel {
  const match =
    /^[^\n]{0,120}? - (DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL) - |^(DEBUG|INFO|WARNING|WARN|ERROR|CRITICAL):/.exec(
      line,
    );
  return levels[match?.[1] ?? match?.[2] ?? 'INFO'] ?? 'INFO';
}
