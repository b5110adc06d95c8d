import { defineConfig } from 'vitest/config';

/** The fast tests that look at nothing outside this folder: each mutant runs those that reach it. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['test/**/*.test.ts'],
    exclude: [
      'test/simulator/**',
      'test/docs.test.ts',
      'test/bundle.test.ts',
      'test/contain/scripts.test.ts',
    ],
  },
});
