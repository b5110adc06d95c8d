// The cells with the real window and the real Excel service: `node faults/window.mjs`, all of them, or those that have
// each of the given words: `node faults/window.mjs cgroup closed`.
import { findMemoryCgroup, findOwnCgroup } from './machine/cgroups.mjs';
import { findPythonForAll } from './machine/why-not.mjs';
import { nameCell } from './plan/cell-name.mjs';
import { runCells } from './run/run-cells.mjs';
import { Summary } from './run/summary.mjs';
import { windowCells } from './window/cells.mjs';
import { openDisplay } from './window/display.mjs';
import { runWindowCell } from './window/run-window-cell.mjs';
import { whyNoWindowFaults } from './window/why-not.mjs';

/** A window needs a core to itself while it starts. */
const atOnce = 2;

const words = process.argv.slice(2);
const reason = whyNoWindowFaults();
const cells = windowCells().filter((cell) => words.every((word) => Object.values(cell).includes(word)));
if (reason || cells.length === 0) {
  console.error(
    reason ? `This machine can't run them: ${reason}.` : `No cell has all of ${words.join(', ')}.`,
  );
  process.exit(64);
}

const display = await openDisplay();
const python = findPythonForAll();
const replay = ({ tier, death, moment }) => `node faults/window.mjs ${tier} ${death} ${moment}`;
const summary = new Summary(cells.length, replay);
try {
  const isWhole = await runCells(cells, {
    own: findOwnCgroup(),
    memory: findMemoryCgroup(),
    atOnce,
    runOne: (cell, room) => runWindowCell(cell, room, { display, python }),
    tell(result) {
      summary.add(result);
      if (!result.error)
        console.log(`passed ${nameCell(result.cell)}: empty after ${result.emptyAfterMs.toFixed(0)} ms`);
    },
  });
  if (!isWhole) process.exitCode = 1;
} finally {
  await display.close();
}
summary.printCounts();
if (summary.failed > 0) process.exitCode = 1;
