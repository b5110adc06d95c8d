import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
  // Each test starts real processes in control groups of its own; a cell that must fail takes its whole deadline.
  test: { include: ['tests/*.test.mjs'], testTimeout: 120_000, maxWorkers: 2 },
});
