import { describe, expect, inject, it } from 'vitest';
import { waitFor } from '../../../node/test/helpers.js';
import { kill } from '../../../node/test/wine/kill.js';
import { listMarked, newMark, nodeOnWindows, runOnWindows } from '../../../node/test/wine/wine-process.js';

/** A Tauri app under Wine over a backend that Node for Windows runs. */
function open(backend: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const mark = newMark();
  const command = [nodeOnWindows, `C:\\app\\backends\\${backend}`, mark, ...args];
  const app = runOnWindows(inject('headless'), command, { mark, env: { GRACE_MS: '200', ...env } });
  const says = (text: string, times = 1) =>
    waitFor(`${text} in ${app.output()}`, () => app.output().split(text).length > times);
  // The app's own arguments name the script too.
  const isBackend = ({ command }: { command: string }) => !command.includes('headless.exe');
  const find = (script: string) =>
    waitFor(`${script} in ${app.output()}`, () =>
      listMarked(mark).find((one) => isBackend(one) && one.command.includes(script)),
    );
  return { app, mark, says, find };
}

const stay = { READINESS: 'stay', STAY_UP_MS: '50' };
const allGone = (mark: string) => waitFor(`the end of all of ${mark}`, () => listMarked(mark).length === 0);

describe('the Tauri body on Windows', () => {
  it('ready by its link; restarted after a crash', async () => {
    const { says, find } = open('speaks-link.mjs', ['C:\\saved-by-tauri']);
    await says('[INFO] Python backend is ready');
    kill((await find('speaks-link.mjs')).pid);
    await says('[INFO] Python backend is ready', 2);
  });

  it('a crash ends a detached grandchild too', async () => {
    const { mark, says, find } = open('leaves-detached.mjs', ['stay'], stay);
    const [backend, grandchild] = [await find('leaves-detached.mjs'), await find('stays.mjs')];
    kill(backend.pid);
    await says('[INFO] Python backend is ready', 2);
    expect(listMarked(mark).map(({ pid }) => pid)).not.toContain(grandchild.pid);
  });

  it('the app killed: the backend and a detached grandchild are gone', async () => {
    const { app, mark, says, find } = open('leaves-detached.mjs', ['stay'], stay);
    await says('started a grandchild');
    await find('stays.mjs');
    app.child.kill('SIGKILL');
    await allGone(mark);
  });

  it.each([0, 10, 20, 40, 60, 80, 100, 150])(
    'the app killed %i ms into the start of a backend: nothing is left',
    async (delayMs) => {
      const { app, mark, says } = open('leaves-detached.mjs', ['stay'], stay);
      await says('[INFO] Starting Python backend watchdog');
      const began = performance.now();
      await waitFor('its moment', () => performance.now() - began >= delayMs);
      app.child.kill('SIGKILL');
      await allGone(mark);
    },
  );
});
