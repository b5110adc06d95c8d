import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../root.mjs';

const start = (...args) =>
  spawnSync(process.execPath, [join(root, 'scripts/start.mjs'), ...args], {
    encoding: 'utf8',
    timeout: 50_000,
  });

test.each([
  [['--web', '--desktop'], 'exclude each other'],
  [['--desktop', '--port', '1'], 'are for the browser version'],
  [['--windowed'], "Unknown option '--windowed'"],
  [['a.xlsx', 'b.xlsx'], 'a.xlsx, b.xlsx'],
  [['no such file.xlsx'], 'FILE_NOT_FOUND'],
])('npm start -- %j is refused with one clear message before anything is set up', (args, message) => {
  const { status, stderr, stdout } = start(...args);
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stdout).toBe('');
  expect(status).toBe(64);
});
