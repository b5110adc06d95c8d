import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** What needs neither a browser nor Python. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  test: { include: ['test/ui/**/*.test.ts', 'test/server/**/*.test.ts'] },
});
