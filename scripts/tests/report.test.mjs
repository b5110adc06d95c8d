import { expect, test } from 'vitest';
import { CommandFailed } from '../run.mjs';
import { runParts } from '../test/report.mjs';

const part = (name, run, whyNot = () => null) => ({ name, run, whyNot });
const skipped = part(
  'window',
  async () => {},
  () => 'no display',
);

test('a skip is green on a machine of one’s own and red in CI', async () => {
  expect(await runParts([skipped], { allowSkip: true })).toBe(true);
  expect(await runParts([skipped], { allowSkip: false })).toBe(false);
});

test('a failed part does not keep the next from running', async () => {
  const ran = [];
  const parts = [
    part('first', () => Promise.reject(new CommandFailed('broke'))),
    part('second', async () => void ran.push('second')),
  ];
  expect(await runParts(parts, { allowSkip: true })).toBe(false);
  expect(ran).toEqual(['second']);
});
