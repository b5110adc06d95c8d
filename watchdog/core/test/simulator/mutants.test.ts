import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { type Mutant, mutants } from '../../simulator/mutants.js';
import * as Simulate from '../../simulator/simulate.js';

const room = new URL('../../', import.meta.url);
/** Most are found within a few dozens. */
const schedules = 6_000;

async function withFault(mutant: Mutant): Promise<typeof Simulate> {
  const path = fileURLToPath(new URL(`src/${mutant.file}`, room));
  const source = readFileSync(path, 'utf8');
  expect(source.split(mutant.from)).toHaveLength(2);
  const contents = source.replace(mutant.from, () => mutant.to);
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('simulator/simulate.ts', room))],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    plugins: [
      {
        name: 'mutant',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, ({ path: at }) => (at === path ? { contents, loader: 'ts' } : null)),
      },
    ],
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  return import(/* @vite-ignore */ `data:text/javascript;base64,${code}`);
}

describe('the simulator sees', () => {
  it('nothing in the core as it is', { timeout: 60_000 }, () => {
    expect(Simulate.simulate(1, schedules).failure).toBeNull();
  });

  it.each(mutants)('$name', { timeout: 60_000 }, async (mutant) => {
    const { simulate, replay } = await withFault(mutant);
    const { failure } = simulate(1, schedules);
    expect(failure?.message).toMatch(/\w/);
    // What was shrunk fails in the same way when it is played again.
    expect(replay(failure?.replay ?? '', () => {})?.message).toBe(failure?.message);
  });
});
