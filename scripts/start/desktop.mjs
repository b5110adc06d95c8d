import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { buildTauri } from '../tauri.mjs';

const program = `target/debug/lifebound-excel${process.platform === 'win32' ? '.exe' : ''}`;

export const desktopStep = {
  name: 'desktop',
  says: 'Building the window (Rust; the first time takes about five minutes)',
  inputs: [
    'Cargo.lock',
    'Cargo.toml',
    'watchdog/tauri/src',
    'watchdog/tauri/build.rs',
    'watchdog/tauri/permissions',
    'excel/src-tauri',
    'excel/dist',
  ],
  outputs: [program],
  run: () => buildTauri('--no-bundle'),
};

/** Resolves when the window has been closed; signals reach the app, which ends in good order by itself. */
export function openWindow(workbook) {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, program), workbook ? [workbook] : [], {
      // From here the app runs as it does under `tauri dev`: Python from excel/src-python, not a bundled binary.
      env: { ...process.env, LIFEBOUND_EXCEL_BASE: join(root, 'excel/src-tauri') },
      stdio: 'inherit',
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.exitCode = signal ? 1 : (code ?? 1);
      resolve();
    });
  });
}
