// Starts a detached grandchild that nobody waits for. `stay` or `exit` after that is its second argument.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const [mark, then] = process.argv.slice(2);
const stays = fileURLToPath(new URL('stays.mjs', import.meta.url));
spawn(process.execPath, [stays, mark], { detached: true, stdio: 'ignore' }).unref();
console.error('started a grandchild');
if (then === 'exit') process.exit(3);
setInterval(() => {}, 1_000);
