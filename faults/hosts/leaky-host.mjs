// No watchdog at all, and the harness must see it: `leaky-host.mjs program args…`, started and never ended.
import { spawn } from 'node:child_process';

const [program, ...args] = process.argv.slice(2);
console.error('[INFO] Starting Python backend watchdog');
const child = spawn(program, args, { detached: true, stdio: ['ignore', 'ignore', 'inherit'] });
console.error(`[INFO] Python backend started with PID: ${child.pid}`);
process.on('SIGTERM', () => process.exit(0));
process.stdin.resume();
