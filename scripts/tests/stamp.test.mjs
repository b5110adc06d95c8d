import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from '../root.mjs';
import { setUp } from '../setup/setup.mjs';
import { isDone, markDone, markUndone } from '../setup/stamp.mjs';

let folder;
let step;
beforeEach(() => {
  mkdirSync(join(root, '.setup'), { recursive: true });
  folder = mkdtempSync(join(root, '.setup/test-'));
  const room = relative(root, folder);
  writeFileSync(join(folder, 'input'), 'one');
  writeFileSync(join(folder, 'output'), '');
  step = {
    name: `${room.split('/').pop()}.stamp`,
    says: 'Testing',
    inputs: [`${room}/input`],
    outputs: [`${room}/output`],
    run: async () => {},
  };
});
afterEach(() => {
  markUndone(step);
  rmSync(folder, { recursive: true, force: true });
});

test('a step is open before its first end and done after it', () => {
  expect(isDone(step)).toBe(false);
  markDone(step);
  expect(isDone(step)).toBe(true);
});

test('a changed input opens it again', () => {
  markDone(step);
  writeFileSync(join(folder, 'input'), 'two');
  expect(isDone(step)).toBe(false);
});

test('an output that is gone opens it again', () => {
  markDone(step);
  rmSync(join(folder, 'output'));
  expect(isDone(step)).toBe(false);
});

test('a step that breaks half way is not done, even though it was before', async () => {
  markDone(step);
  writeFileSync(join(folder, 'input'), 'two');
  const broken = { ...step, run: () => Promise.reject(new Error('no space left')) };
  await expect(setUp([broken])).rejects.toThrow('no space left');
  writeFileSync(join(folder, 'input'), 'one');
  expect(isDone(step)).toBe(false);
});

test('set-up does what is open and nothing else', async () => {
  let runs = 0;
  const counted = { ...step, run: async () => void runs++ };
  await setUp([counted]);
  await setUp([counted]);
  expect(runs).toBe(1);
});
