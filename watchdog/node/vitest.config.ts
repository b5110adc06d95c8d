import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The sources need nothing of a tsconfig; looked up, one of another room that is not there yet would stop us.
  oxc: { tsconfig: false },
  root: import.meta.dirname,
  test: {
    include: ['test/*.test.ts'],
    globalSetup: 'test/build.ts',
    // Real processes need real descriptors and signals, which worker threads share.
    pool: 'forks',
    // They wait more than they compute.
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
