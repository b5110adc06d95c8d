// npm run kills -- --count 1000: hosts killed in the first moments of a spawn, so many in each tier.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { count: { type: 'string', default: '1000' } } });
if (!/^[1-9]\d*$/.test(values.count)) {
  console.error(`--count got "${values.count}". Give a whole number from 1 on.`);
  process.exit(64);
}
const room = fileURLToPath(new URL('..', import.meta.url));
const { status } = spawnSync('npx', ['vitest', 'run', 'test/kills.test.ts', '--disable-console-intercept'], {
  cwd: room,
  env: { ...process.env, KILLS: values.count },
  stdio: 'inherit',
});
process.exit(status ?? 1);
