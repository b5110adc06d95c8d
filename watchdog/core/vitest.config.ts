import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['test/**/*.test.ts'],
    // Real processes and thousands of schedules, perhaps beside a build.
    testTimeout: 30_000,
  },
});
