// `npm run mutate`: how many faults, put into the core one by one, its tests see. docs/mutation.md has the last report.
export default {
  packageManager: 'npm',
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner', './scripts/ignore-debug-lines.mjs'],
  ignorers: ['debug-lines'],
  vitest: { configFile: 'vitest.mutation.config.ts' },
  mutate: ['src/**/*.ts', '!src/index.ts', '!src/client.ts', '!src/version.ts', '!src/contain/scripts.ts'],
  coverageAnalysis: 'perTest',
  concurrency: 1,
  incremental: true,
  incrementalFile: 'reports/stryker-incremental.json',
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: 'reports/mutation.json' },
  tempDirName: '.stryker-tmp',
  // TypeScript 7 has none of the programming interface by which Stryker would rewrite them.
  tsconfigFile: 'none.json',
  ignorePatterns: ['dist', 'reports', 'simulator', '**/tsconfig.json'],
  timeoutMS: 4_000,
};
