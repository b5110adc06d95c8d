import { execFile, execFileSync } from 'node:child_process';
import { promisify } from 'node:util';
import { launch } from '../launch.js';
import type { Tier } from '../tier.js';

/**
 * What Windows has without Job Objects: libuv ends a direct child with us, and its children are found by their parent
 * links while their parents live. SIGTERM can't be delivered; closing stdin was the polite end.
 */
export const taskkill: Tier = {
  name: 'none',
  probe: () => ({ available: true, reason: '' }),
  async start(request) {
    // `detached` would only open a console.
    const { child, exited } = await launch(request, request, [], false);
    const endTree = ['/PID', String(child.pid), '/T', '/F'];
    return {
      child,
      pid: child.pid,
      exited,
      cgroup: null,
      mark: null,
      signal(signal) {
        if (signal === 'SIGKILL') execFile('taskkill', endTree, { windowsHide: true }, () => {});
      },
      endNow() {
        try {
          execFileSync('taskkill', endTree, { windowsHide: true, stdio: 'ignore' });
        } catch {
          // Gone already.
        }
      },
      async end() {
        // Fails with "not found" when nothing is left, which is the aim.
        await promisify(execFile)('taskkill', endTree, { windowsHide: true }).catch(() => {});
        return [];
      },
      adopt: async () => {},
    };
  },
};
