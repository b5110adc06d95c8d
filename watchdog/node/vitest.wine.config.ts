import { defineConfig } from 'vitest/config';

/** The Node body as it is built, under Node for Windows and Wine. `test/wine/package.json` has what it takes. */
export default defineConfig({
  oxc: { tsconfig: false },
  root: import.meta.dirname,
  test: {
    include: ['test/wine/**/*.test.ts'],
    globalSetup: ['test/build.ts', 'test/wine/prefix.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // A process of Wine's takes a third of a second to start, more on a busy machine.
    testTimeout: 60_000,
  },
});
