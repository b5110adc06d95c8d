// npm run faults: draws cells by a seed and runs them with real processes. faults/README.md says how to read it.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { findMemoryCgroup, findOwnCgroup } from './machine/cgroups.mjs';
import { findPythonForAll, whyNoFaults } from './machine/why-not.mjs';
import { nameCell, parseCell } from './plan/cell-name.mjs';
import { drawCells } from './plan/draw.mjs';
import { fits, unknownWords } from './plan/fits.mjs';
import { listCells } from './plan/list.mjs';
import { buildAll } from './run/built.mjs';
import { runCell } from './run/cell.mjs';
import { runCells } from './run/run-cells.mjs';
import { Summary } from './run/summary.mjs';

const usage = `npm run faults -- [--count N] [--seed S] [--cell NAME]… [--only WORD]… [--grace MS] [--at-once N] [--list]
  --count    cells to draw (300)
  --seed     which ones (drawn, and printed)
  --cell     this one, such as node/keeper/daemon/killed@spawn+12; --count runs it so often
  --only     of this host, tier, backend, death or moment; of two of a kind, either
  --grace    from SIGTERM to SIGKILL, in ms (300)
  --at-once  cells that run at the same time (three a core)
  --list     prints the matrix and runs nothing`;

const { values } = readArguments();
if (values.help || values.list) {
  console.log(values.help ? usage : listCells());
  process.exit(0);
}
const reason = whyNoFaults();
if (reason) fail(`This machine can't run the fault matrix: ${reason}.`);

const graceMs = whole('grace', 300);
const seed = whole('seed', Math.floor(Math.random() * 2 ** 31));
const cells = chooseCells();
const memory = findMemoryCgroup();
const python = findPythonForAll();
await buildAll(python);

const atOnce = Math.min(whole('at-once', 3 * availableParallelism()), cells.length);
console.log(`[faults] ${cells.length} cells, seed ${seed}, grace ${graceMs} ms, ${atOnce} at once`);
const summary = new Summary(
  cells.length,
  (cell) => `npm run faults -- --cell ${nameCell(cell)} --grace ${graceMs}   (seed ${seed})`,
);
const isWhole = await runCells(cells, {
  own: findOwnCgroup(),
  memory,
  atOnce,
  runOne: (cell, room) => runCell(cell, room, { graceMs, python }),
  tell: (result) => summary.add(result),
});
summary.print();
process.exit(summary.failed === 0 && isWhole ? 0 : 1);

function chooseCells() {
  if (values.cell) {
    const named = values.cell.map(parse);
    return Array.from({ length: whole('count', 1) }, () => named).flat();
  }
  const noMemory = findMemoryCgroup().reason;
  if (noMemory) console.log(`[faults] no cell runs out of memory: ${noMemory}`);
  const words = values.only ?? [];
  const unknown = unknownWords(words);
  if (unknown.length > 0)
    fail(`--only ${unknown.join(', ')}: there is no such word. --list prints what there is.`);
  const isWanted = (kind) => !(kind.death === 'oom' && noMemory) && fits(kind, words);
  const isMoment = (name) => fits({ moment: name }, words);
  const drawn = drawCells(seed, whole('count', 300), isWanted, isMoment);
  if (drawn.length === 0) fail(`No cell has all of ${words.join(', ')}. --list prints what there is.`);
  return drawn;
}

function parse(name) {
  try {
    return parseCell(name);
  } catch (error) {
    return fail(error.message);
  }
}

function whole(name, fallback) {
  const text = values[name];
  if (text === undefined) return fallback;
  return /^\d+$/.test(text) ? Number(text) : fail(`--${name} ${text}: a whole number is wanted.`);
}

function readArguments() {
  const text = { type: 'string' };
  const many = { type: 'string', multiple: true };
  const flag = { type: 'boolean' };
  try {
    return parseArgs({
      options: {
        count: text,
        seed: text,
        cell: many,
        only: many,
        grace: text,
        'at-once': text,
        list: flag,
        help: flag,
      },
    });
  } catch (error) {
    return fail(`${error.message}\n${usage}`);
  }
}

function fail(message) {
  console.error(message);
  process.exit(64);
}
