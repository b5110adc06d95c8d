import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { type Mutant, mutants } from '../../simulator/mutants.js';
import * as Simulate from '../../simulator/simulate.js';

const room = new URL('../../', import.meta.url);
/** Most are found within a few dozens. */
const schedules = 4_000;

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
    const { simulate } = await withFault(mutant);
    expect(simulate(1, schedules, false).failure?.message).toMatch(/\w/);
  });
});

describe('a schedule that fails', () => {
  it('is shrunk, and fails in the same way when it is played again', { timeout: 60_000 }, async () => {
    const { simulate, replay } = await withFault(mutants[0] as Mutant);
    const { failure } = simulate(1, schedules);
    const drawn = simulate(1, schedules, false).failure;
    const lengthOf = (found: Simulate.Failure | null) => JSON.stringify(found?.schedule).length;
    expect(lengthOf(failure)).toBeLessThan(lengthOf(drawn));
    const lines: string[] = [];
    expect(replay(failure?.replay ?? '', (line) => lines.push(line))?.message).toBe(failure?.message);
    expect(lines[0]).toBe('0 ms, idle: {"type":"start"}');
  });
});
