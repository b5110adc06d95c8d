import { parseArgs } from 'node:util';
import { describeFailure, type LogLine } from 'lifebound';
import { openBrowser } from './open-browser.js';
import { serve } from './serve.js';

/** EX_USAGE of sysexits.h. */
const usageStatus = 64;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const signalNumbers = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 };

/** `node dist/main.js [--port N] [--no-open] [workbook]` */
async function main(): Promise<void> {
  const { port, open, workbook } = readArguments();
  const served = await serve({
    ...(port !== undefined && { port }),
    ...(workbook !== undefined && { workbook }),
    onLog: printLine,
    onQuit: () => process.exit(0),
  });
  for (const signal of signals) {
    process.once(signal, () => void served.close().then(() => process.exit(128 + signalNumbers[signal])));
  }
  console.log(`Lifebound Excel is at ${served.url}`);
  if (open) openBrowser(served.url);
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { port: { type: 'string' }, 'no-open': { type: 'boolean' } },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
      throw new Error(`The port is "${values.port}". Give a number from 1 to 65535, or leave it out.`);
    }
    if (positionals.length > 1) {
      throw new Error(
        `One workbook can be opened at the start, not ${positionals.length}. Open the others in the app.`,
      );
    }
    return { port, open: values['no-open'] !== true, workbook: positionals[0] };
  } catch (error) {
    console.error(describeFailure(error).message);
    process.exit(usageStatus);
  }
}

/** The seed's form: the watchdog's lines marked, the backend's as they are. Details on request, as with RUST_LOG. */
function printLine({ source, level, text }: LogLine): void {
  if (level === 'DEBUG' && process.env.LIFEBOUND_LOG?.toLowerCase() !== 'debug') return;
  console.error(source === 'watchdog' ? `[${level}] ${text}` : text);
}

await main().catch((error) => {
  const { code, message } = describeFailure(error);
  console.error(`${code}: ${message}`);
  process.exit(1);
});
