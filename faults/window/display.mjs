import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const closeWindow = join(import.meta.dirname, '../../excel/test/window/close-window.py');

/** An X server with a number that nobody else has: `{name, close()}`. The cells' users may draw on it (`-ac`). */
export async function openDisplay() {
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp', '-ac'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = await once(xvfb.stdio[3], 'data');
  return {
    name: `:${number.toString().trim()}`,
    async close() {
      const gone = once(xvfb, 'exit');
      xvfb.kill('SIGTERM');
      await gone;
    },
  };
}

/** The app's window, or `null` as long as there is none. */
export function findWindow(display, pid) {
  try {
    const words = ['search', '--all', '--onlyvisible', '--pid', String(pid), '--name', 'Lifebound Excel'];
    return run(display, 'xdotool', words).trim().split('\n')[0] || null;
  } catch {
    return null;
  }
}

/** As the button in the title bar does: a bare X server has no window manager. */
export function clickClose(display, window) {
  run(display, 'python3', [closeWindow, window]);
}

function run(display, program, args) {
  const options = { env: { ...process.env, DISPLAY: display.name }, encoding: 'utf8' };
  return execFileSync(program, args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
}
