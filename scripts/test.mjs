// npm test: everything that this machine can run, and a line for what it cannot. `npm test -- core link`: those parts.
import { fail, setUp } from './setup/setup.mjs';
import { testSteps } from './setup/steps.mjs';
import { parts } from './test/parts.mjs';
import { runParts } from './test/report.mjs';

const wanted = process.argv.slice(2);
const chosen = parts.filter((part) => wanted.length === 0 || wanted.some((word) => part.name.includes(word)));
if (chosen.length === 0) {
  console.error(
    `No part is called ${wanted.join(' or ')}. There are: ${parts.map((part) => part.name).join(', ')}.`,
  );
  process.exit(64);
}
await setUp(testSteps).catch(fail);
const green = await runParts(chosen, { allowSkip: process.env.CI !== 'true' });
process.exit(green ? 0 : 1);
