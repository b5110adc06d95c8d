import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { App, AppGone } from './app.mjs';
import { Model, shownTexts } from './model.mjs';
import { Operations } from './operations.mjs';
import { createRandom } from './random.mjs';
import { WorkbookReader } from './reader.mjs';
import { User } from './user.mjs';

/**
 * Edits, kills at random moments, and compares after each. Throws at the first difference; the seed repeats the run's
 * operations and kinds of kills, and the machine's timing does the rest.
 */
export async function runChaos({ folder: base, kills, seed, program, script, emptyWorkbook, tell }) {
  const random = createRandom(seed);
  const operations = new Operations(random);
  const folder = mkdtempSync(join(base, 'run-'));
  const file = join(folder, 'chaos.xlsx');
  const data = join(folder, 'data');
  // Far more often than for a user, so that kills meet them.
  const environment = { LIFEBOUND_EXCEL_SNAPSHOT_OPERATIONS: '2' };
  const appOptions = { program, script, data, environment };
  const reader = new WorkbookReader(program);
  const counts = { backend: 0, app: 0, 'power cut': 0, saves: 0, 'saves cut off': 0 };
  const snapshots = new Set();
  let app = new App(appOptions);
  let user;
  try {
    cpSync(emptyWorkbook, file);
    const info = await app.call('workbook/open', { path: file });
    user = new User(app, info.id);
    user.saved.model = new Model();
    for (let kill = 1; kill <= kills; kill++) {
      const kind = random.pick(['backend', 'backend', 'app', 'power cut']);
      const saves = random.next() < 0.3;
      // 1. Edits in flight, or a save of what was acknowledged, and the kill in the middle.
      for (let count = random.whole(1, 6); count > 0; count--) user.send(operations.draw(user.expected));
      if (saves) await user.settle();
      const saving = saves ? user.save() : null;
      await wait(random.next() * (saves ? 60 : 25));
      counts[kind]++;
      if (kind === 'backend') app.killBackend();
      else await (kind === 'app' ? app.killHost() : app.killTree());
      for (const name of readdirSync(data, { recursive: true })) if (isSnapshot(name)) snapshots.add(name);
      if (saving !== null) counts[(await saving) ? 'saves' : 'saves cut off']++;
      // 2. The next start.
      if (app.isGone) {
        app = new App(appOptions);
        await keepsUp(user.recover(app, file));
      }
      await keepsUp(user.settle());
      // 3. Every acknowledged operation is there, once, in order.
      const now = await user.info();
      assert.deepEqual(
        await user.shown(),
        shownTexts(user.model.state),
        `cells after kill ${kill} (${kind})`,
      );
      assert.deepEqual(
        [now.canUndo, now.canRedo],
        [user.model.done.length > 0, user.model.undone.length > 0],
        `undo and redo after kill ${kill} (${kind})`,
      );
      // 4. The file is a whole workbook: the old one or the new one.
      await checkFile(reader, file, user, `file after kill ${kill} (${kind})`);
      if (kill % 10 === 0) tell(`${kill} kills, ${user.acknowledged} operations acknowledged`);
    }
    // 5. Each step can be taken back, one by one: nothing was applied twice.
    while (user.model.done.length > 0) {
      user.send({ key: randomUUID(), kind: 'undo' });
      await user.settle();
    }
    assert.equal((await user.info()).canUndo, false);
    assert.deepEqual(await user.shown(), shownTexts(user.model.state), 'cells after everything was undone');
    // 6. Nothing is left beside the file.
    await app.call('workbook/close', { workbook: user.workbook, discard: true });
    assert.deepEqual(readdirSync(folder).sort(), ['chaos.xlsx', 'data']);
    assert.ok(kills < 20 || snapshots.size > kills / 4, `only ${snapshots.size} snapshots`);
    return {
      ...counts,
      snapshots: snapshots.size,
      acknowledged: user.acknowledged,
      'set aside and tried again': user.setAside,
    };
  } catch (error) {
    error.message += `\nlast lines of the app:\n  ${app.lines.slice(-12).join('\n  ')}`;
    throw error;
  } finally {
    await app.close();
    reader.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of what the user had done, not of the file. */
const isSnapshot = (name) => /state-\d+$/.test(name);

/** Only the test itself ends the app. */
async function keepsUp(work) {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppGone) throw new Error(`The app ended by itself: ${error.message}`);
    throw error;
  }
}

async function checkFile(reader, file, user, what) {
  const read = await reader.read(file);
  assert.equal(read.error, undefined, what);
  const possible = [user.saved.model, user.saved.maybe].filter((model) => model !== null);
  const match = possible.find(({ state }) => {
    const inputs = Object.fromEntries([...state].sort(([one], [other]) => (one < other ? -1 : 1)));
    return isSame(read.inputs, inputs) && isSame(read.texts, shownTexts(state));
  });
  if (match) {
    user.saved = { model: match, maybe: null };
    return;
  }
  assert.deepEqual(read.texts, shownTexts(possible.at(-1).state), what);
  assert.fail(`${what}: its formulas differ: ${JSON.stringify(read.inputs)}`);
}

function isSame(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}
