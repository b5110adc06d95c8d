import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Each starts `npm start` as a process, which a busy machine may take its time for.
  test: { root: import.meta.dirname, silent: true, include: ['tests/*.test.mjs'], testTimeout: 60_000 },
});
