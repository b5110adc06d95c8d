import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { membersOf, nested } from '../machine/cgroups.mjs';
import { keyOf, kill, lives } from '../machine/processes.mjs';
import { waitUntil } from '../machine/wait.mjs';
import { letDie } from '../run/death.mjs';
import { CellFailure } from '../run/failure.mjs';
import { plainEnvironment, startInRoom } from '../run/host.mjs';
import { demandEmpty } from '../run/judge.mjs';
import { clickClose, findWindow } from './display.mjs';

/** The files of the .deb, laid out by scripts/test/bundle.mjs. */
export const application = join(import.meta.dirname, '../../target/debug/installed/usr/bin/lifebound-excel');

/** The app's own, in excel/src-tauri/src/python_watchdog.rs. */
const graceMs = 5_000;
const startMs = 60_000;
/** A page is loaded by then; WebKit does not tell it to the outside. Until then a click on the close button is lost. */
const pageMs = 2_000;

/** Runs one cell with the real window. Gives the time to the empty cell in milliseconds. @throws CellFailure */
export async function runWindowCell(cell, room, { display, python }) {
  // 1. The app as a user has installed it.
  const app = await startInRoom(room, [application], {
    cwd: room.folder,
    inTerminal: cell.death === 'hangup',
    python,
    env: {
      ...plainEnvironment(room),
      DISPLAY: display.name,
      XDG_RUNTIME_DIR: room.temporaryFolder,
      // Without a session bus of its own GTK would start one and leave it behind.
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      NO_AT_BRIDGE: '1',
      LIFEBOUND_CONTAINMENT: cell.tier,
    },
  });
  try {
    // 2. The moment.
    await awaitApp(cell, room, app, display);
    await sleep(cell.delayMs);
    // 3. The death, and what it leaves.
    if (cell.death === 'webview') await loseWebView(room, app);
    if (cell.death === 'webview' || cell.death === 'closed') await close(app, display);
    else await letDie(cell, room, app, python);
    const died = performance.now();
    await demandEmpty(room, app, graceMs);
    if (nested(room.cgroup).length > 0)
      throw new CellFailure(`cgroups are left: ${nested(room.cgroup).join(', ')}`);
    return room.goneAt - died;
  } finally {
    kill(app.process.pid, 'SIGKILL');
  }
}

async function close(app, display) {
  const window = await waitUntil(() => findWindow(display, app.appPid()), {
    timeoutMs: startMs,
    everyMs: 50,
  });
  if (window === null) throw new CellFailure('there is no window to close', app);
  clickClose(display, window);
}

async function awaitApp(cell, room, app, display) {
  const has = {
    spawn: () => app.hasLine('Starting Python backend watchdog') && membersOf(room.cgroup).length > 1,
    ready: () =>
      app.hasLine('Python backend is ready') &&
      webViewOf(room) !== undefined &&
      findWindow(display, app.appPid()) !== null,
  }[cell.moment];
  const come = await waitUntil(() => app.isGone || has(), { timeoutMs: startMs, everyMs: 20 });
  if (app.isGone) throw new CellFailure('the app ended before its time', app);
  if (!come) throw new CellFailure(`nothing of "${cell.moment}" within ${startMs} ms`, app);
}

/** The app goes on without its page, and so does its backend; then the page is there again. */
async function loseWebView(room, app) {
  // WebKit aborts an app whose web view dies while it starts.
  await sleep(pageMs);
  const backend = keyOf(startedPid(app));
  const lost = webViewOf(room);
  kill(lost, 'SIGKILL');
  const isBack = await waitUntil(() => ![undefined, lost].includes(webViewOf(room)), { timeoutMs: startMs });
  if (app.isGone) throw new CellFailure('the app ended with its web view', app);
  if (!isBack) throw new CellFailure('the page did not come back', app);
  if (backend === null || !lives(backend)) throw new CellFailure('the backend ended with the web view', app);
  await sleep(pageMs);
}

/** As the log tells it last. */
function startedPid(app) {
  const line = app.lines.findLast((text) => text.includes('started with PID'));
  return Number(line?.match(/PID: (\d+)/)?.[1]);
}

function webViewOf(room) {
  return membersOf(room.cgroup).find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('WebKitWebProces');
    } catch {
      return false;
    }
  });
}
