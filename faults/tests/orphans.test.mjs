// The harness sees what it is for: a host without a watchdog fails in every way there is.
import { mkdirSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findMemoryCgroup, findOwnCgroup } from '../machine/cgroups.mjs';
import { findPythonForAll } from '../machine/why-not.mjs';
import { nameCell, parseCell } from '../plan/cell-name.mjs';
import { buildAll } from '../run/built.mjs';
import { runCell } from '../run/cell.mjs';
import { demandNothingElse } from '../run/judge.mjs';
import { runCells } from '../run/run-cells.mjs';

const python = findPythonForAll();
const own = findOwnCgroup();

/** Each name's error, or `null`. */
async function judge(names, runOne = (cell, room) => runCell(cell, room, { graceMs: 300, python })) {
  const errors = new Map();
  await runCells(names.map(parseCell), {
    own,
    memory: findMemoryCgroup(),
    // They wait for their deadlines more than they compute.
    atOnce: 4,
    runOne,
    tell: ({ cell, error }) => errors.set(nameCell(cell), error),
  });
  return errors;
}

describe('an orphan is seen', () => {
  const leaky = [
    ['leaky/group/plain/killed@ready+0', /^left: 1 process: python3 -SE plain\.py/],
    ['leaky/group/plain/terminated@ready+1', /^left: 1 process/],
    ['leaky/group/workers-fork/hung@ready+0', /^left: 3 processes/],
    ['leaky/group/hidden-daemon/hangup@ready+0', /^left: 2 processes: .*leaves_hidden_daemon\.py/],
    ['leaky/group/onefile/killed@ready+0', /^left: 2 processes/],
    ['leaky/group/starting/reload@start+0', /^left: 1 process/],
    ['node/group/daemon/killed@ready+0', /^left: .*leaves_daemon\.py/],
  ];
  const good = 'node/keeper/plain/killed@ready+0';
  let errors;
  beforeAll(async () => {
    await buildAll(python);
    errors = await judge([...leaky.map(([name]) => name), good]);
    // Two builds of PyInstaller's, where there are none yet.
  }, 600_000);

  it.each(leaky)('%s', (name, told) => {
    expect(errors.get(name)).toMatch(told);
  });

  it('and none where there is none', () => {
    expect(errors.get(good)).toBeNull();
  });

  it('and ended in the end, with all that the harness has made', () => {
    const isOurs = (name) => name.startsWith(`lifebound-faults-${process.pid}`);
    expect([...readdirSync(own.folder), ...readdirSync(tmpdir())].filter(isOurs)).toEqual([]);
  });
});

it.each([
  [
    "PyInstaller's folder",
    /^PyInstaller's folder is left: _MEIx/,
    (room) => mkdirSync(join(room.folder, 'first', '_MEIx')),
  ],
  [
    'a cgroup',
    /^cgroups are left: .*lifebound-left/,
    (room) => mkdirSync(join(room.cgroup, 'lifebound-left')),
  ],
  ['what was to be saved', /^the backend has not saved/, () => {}],
])('misses nothing else: %s', async (_what, told, leave) => {
  const name = 'node/keeper/onefile/killed@ready+0';
  const errors = await judge([name], async (cell, room) => {
    leave(room);
    demandNothingElse(cell, room, { goneAfterMs: 10, graceMs: 300 });
  });
  expect(errors.get(name)).toMatch(told);
});

it('blames nobody for a machine that is too slow, but a kill before the time, or unasked', async () => {
  const name = 'node/keeper/plain/killed@ready+0';
  const judgeAfter = async (goneAfterMs, files) => {
    const errors = await judge([name], async (cell, room) => {
      for (const file of files) writeFileSync(join(room.folder, 'first', file), '');
      demandNothingElse(cell, room, { goneAfterMs, graceMs: 300 });
    });
    return errors.get(name);
  };
  expect(await judgeAfter(310, ['heard'])).toBeNull();
  expect(await judgeAfter(310, [])).toBe('the backend has not saved');
  expect(await judgeAfter(200, ['heard'])).toBe('the backend has not saved');
  expect(await judgeAfter(200, ['heard', 'saved'])).toBeNull();
});

it('misses no listener', async () => {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const link = readlinkSync(`/proc/self/fd/${server._handle.fd}`);
  const socket = Number(link.match(/\d+/)[0]);
  const name = 'node/keeper/stubborn/killed@ready+0';
  const errors = await judge([name], async (cell, room) => {
    writeFileSync(
      join(room.folder, 'first', 'told'),
      `${JSON.stringify({ what: 'ready', port: 1234, socket })}\n`,
    );
    demandNothingElse(cell, room, { goneAfterMs: 10, graceMs: 300 });
  });
  server.close();
  expect(errors.get(name)).toBe('still listening: 1234');
});
