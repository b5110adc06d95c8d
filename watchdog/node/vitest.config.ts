import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real processes need real descriptors and signals, which worker threads share.
    pool: 'forks',
    testTimeout: 20_000,
  },
});
