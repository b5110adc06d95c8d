import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The real window on a display of its own, driven by WebDriver. One file at a time: each starts processes. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    include: ['test/window/**/*.test.ts'],
    globalSetup: ['test/window/build.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    // How long a busy machine may take; whoever is there sooner does not wait.
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 120_000,
  },
});
