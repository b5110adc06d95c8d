import { join } from 'node:path';
import { root } from './root.mjs';
import { run, tool } from './run.mjs';

/** `tauri build` in the debug profile. The set-up has built excel/dist, so Tauri's own beforeBuildCommand is off. */
export function buildTauri(...args) {
  const command = tool('@tauri-apps/cli/tauri.js', 'build', '--debug', ...args);
  return run([...command, '--config', '{"build":{"beforeBuildCommand":""}}'], {
    cwd: join(root, 'excel/src-tauri'),
  });
}
