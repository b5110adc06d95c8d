import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { root: import.meta.dirname, silent: true, include: ['tests/*.test.mjs'] },
});
