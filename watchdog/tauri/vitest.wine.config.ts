import { defineConfig } from 'vitest/config';

/** The Tauri body for Windows, without a window, under Wine. On demand: it takes minutes to build. */
export default defineConfig({
  oxc: { tsconfig: false },
  root: import.meta.dirname,
  test: {
    include: ['test/wine/**/*.test.ts'],
    globalSetup: ['../node/test/build.ts', '../node/test/wine/prefix.ts', 'test/wine/build.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
