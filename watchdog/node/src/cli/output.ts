import { formatLogLine, type LogLine } from '@lifebound/core';

/** To stderr: the watchdog's lines in the seed's form, the backend's as they are; or one JSON object a line. */
export function writeLog(line: LogLine, name: string, json: boolean): void {
  if (json) {
    const { time, level, text: message, source } = line;
    process.stderr.write(`${JSON.stringify({ time, level, message, name, source })}\n`);
    return;
  }
  if (line.level === 'DEBUG' && line.source === 'watchdog' && !isDebug()) return;
  const text = line.source === 'watchdog' ? formatLogLine(line.level, line.text) : line.text;
  process.stderr.write(`${text}\n`);
}

function isDebug(): boolean {
  return process.env['LIFEBOUND_LOG'] === 'debug';
}

/** A reader of our output that goes away is not the program's end: what it will not read is not written. */
export function ignoreClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}
