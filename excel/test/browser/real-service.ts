import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { WatchdogOptions } from 'lifebound';
import { onTestFinished } from 'vitest';
import { type AppPage, newFolder, showApp, venvPython } from './app-page.js';

const room = join(import.meta.dirname, '../..');
const support = join(room, 'src-python/tests/support');
/** Far beyond what a start takes. */
const startDeadlineMs = 60_000;

/** The service from its sources, with an engine that does not come through what POISON and HANG_WHILE say. */
export function poisoned(env: Readonly<Record<string, string>>): WatchdogOptions {
  return {
    launch: { kind: 'command', program: venvPython, args: [join(support, 'poisoned_main.py')] },
    restart: { baseDelayMs: 20, maxDelayMs: 50 },
    env,
  };
}

/** A workbook that takes the real engine minutes. */
export function makeSlowWorkbook(name = 'slow.xlsx'): string {
  const path = join(newFolder(), name);
  const script = `import sys
from pathlib import Path
from tests.support.workbooks import write_slow
write_slow(Path(sys.argv[1]))`;
  execFileSync(venvPython, ['-c', script, path], {
    cwd: join(room, 'src-python'),
    env: { ...process.env, PYTHONPATH: join(room, 'src-python/src') },
  });
  return path;
}

/** The whole app as a process of its own, so that it can be killed. */
export async function runApp(
  data: string,
  ...args: string[]
): Promise<{ page: AppPage; kill: () => Promise<void> }> {
  const child = spawn(process.execPath, [join(room, 'server/dist/main.js'), '--no-open', ...args], {
    env: { ...process.env, TMPDIR: newFolder(), LIFEBOUND_EXCEL_DATA: data },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`The app did not start: ${text}`)), startDeadlineMs);
    child.stdout.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(text)?.[0];
      if (!address) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
  return { page: await showApp({ url, close: kill }), kill };
}
