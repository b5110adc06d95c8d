import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Chromium against the real server and the real Python service. One file at a time: each starts processes. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/browser/build.ts'],
    fileParallelism: false,
    testTimeout: 180_000,
    // How long a busy machine may take; whoever is there sooner does not wait.
    expect: { poll: { timeout: 60_000 } },
    hookTimeout: 120_000,
  },
});
