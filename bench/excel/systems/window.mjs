import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Builder, Capabilities } from 'selenium-webdriver';
import { root } from '../../../scripts/root.mjs';
import { endMarked, findMarked, newMark, pssMb } from '../../measures/processes.mjs';
import { makeFolder } from '../../systems/folder.mjs';
import { hasCells, scrollTo } from './in-page.mjs';
import { excelRoom } from './places.mjs';

const application = join(root, 'target', 'debug', 'lifebound-excel');

/** The desktop app in its window (a debug build of the shell; page and service are the released ones). */
export const desktopApp = {
  name: 'Lifebound, desktop window',
  whyNot: () => (existsSync(application) ? null : 'the app is not built (npm test -- window)'),
  async start(workbook, display) {
    const { mark, env } = newMark();
    const home = makeFolder('home');
    const [port, nativePort] = [await freePort(), await freePort()];
    const driverProcess = spawn('tauri-driver', ['--port', port, '--native-port', nativePort].map(String), {
      env: {
        ...process.env,
        DISPLAY: display.name,
        ...env,
        DBUS_SESSION_BUS_ADDRESS: 'disabled:',
        NO_AT_BRIDGE: '1',
        LIFEBOUND_EXCEL_BASE: join(excelRoom, 'src-tauri'),
        XDG_DATA_HOME: join(home, 'data'),
        XDG_STATE_HOME: join(home, 'state'),
        XDG_CACHE_HOME: join(home, 'cache'),
        XDG_CONFIG_HOME: join(home, 'config'),
      },
      stdio: 'ignore',
    });
    await waitForStatus(port);
    const begin = performance.now();
    const driver = await new Builder()
      .usingServer(`http://127.0.0.1:${port}/`)
      .withCapabilities(
        new Capabilities({ browserName: 'wry', 'tauri:options': { application, args: [workbook] } }),
      )
      .build();
    await driver.wait(() => driver.executeScript(`return (${hasCells})()`), 120_000, 'no cells', 20);
    const firstCellsMs = performance.now() - begin;
    await driver.manage().setTimeouts({ script: 600_000 });
    return {
      firstCellsMs,
      scrollTo: (rows) =>
        driver.executeAsyncScript(
          `const done = arguments[1]; (${scrollTo})(arguments[0]).then(done, (error) => done(String(error)))`,
          rows,
        ),
      /** App, web view and service: all but the driver. */
      memoryMb: () =>
        findMarked(mark)
          .filter(({ command }) => !/tauri-driver|WebKitWebDriver/.test(command))
          .reduce((sum, { pid }) => sum + pssMb(pid), 0),
      async end() {
        await driver.quit().catch(() => undefined);
        driverProcess.kill('SIGTERM');
        const until = performance.now() + 15_000;
        while (findMarked(mark).length > 0 && performance.now() < until) await sleep(50);
        endMarked(mark);
      },
    };
  },
};

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function waitForStatus(port) {
  const until = performance.now() + 15_000;
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${port}/status`);
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(50);
    }
  }
}
