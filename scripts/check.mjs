// npm run check: format, lint, types and unit tests; what to run before each commit.
import { fail, setUp } from './setup/setup.mjs';
import { testSteps } from './setup/steps.mjs';
import { parts } from './test/parts.mjs';
import { runParts } from './test/report.mjs';

await setUp(testSteps).catch(fail);
process.exit(
  (await runParts(
    parts.filter((part) => part.quick),
    { allowSkip: true },
  ))
    ? 0
    : 1,
);
