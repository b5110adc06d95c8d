import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The sources need nothing of a tsconfig; looked up, one of another room that is not there yet would stop us.
  oxc: { tsconfig: false },
  test: { include: ['test/**/*.test.ts'] },
});
