// npm run chaos -- [--kills N] [--seed S]: a real client edits while the service, the app, or all of it is killed.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runHang } from './hang.mjs';
import { runChaos } from './run.mjs';

const room = fileURLToPath(new URL('../../src-python/', import.meta.url));
const program = join(room, '.venv/bin/python');
const { values } = parseArgs({ options: { kills: { type: 'string' }, seed: { type: 'string' } } });
const kills = whole('kills', 100);
const seed = whole('seed', Math.floor(Math.random() * 2 ** 31));

const folder = mkdtempSync(join(tmpdir(), 'lifebound-chaos-'));
// Its children end when they are left alone; what they worked on goes.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    process.exit(1);
  });
const started = performance.now();
const seconds = () => ((performance.now() - started) / 1000).toFixed(1);
try {
  const emptyWorkbook = join(folder, 'empty.xlsx');
  const source =
    'import sys; from pathlib import Path; from app.workbook.template import write_template as w; w(Path(sys.argv[1]))';
  execFileSync(program, ['-c', source, emptyWorkbook], { cwd: join(room, 'src') });
  const hangingWorkbook = join(folder, 'hangs.xlsx');
  const writer =
    'import sys, xlsxwriter as x; b = x.Workbook(sys.argv[1]); b.add_worksheet().write(0, 0, "hangs"); b.close()';
  execFileSync(program, ['-c', writer, hangingWorkbook]);
  const poisonedScript = join(room, 'tests/support/poisoned_main.py');
  const afterMs = await runHang({ folder, program, poisonedScript, hangingWorkbook, emptyWorkbook });
  console.log(`[chaos] a file that hangs is shown read-only ${afterMs} ms after the deadline`);
  console.log(`[chaos] ${kills} kills, seed ${seed}`);
  const tell = (line) => console.log(`[chaos] ${line} (${seconds()} s)`);
  const script = join(room, 'src/app/main.py');
  const counts = await runChaos({ folder, kills, seed, program, script, emptyWorkbook, tell });
  const words = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  console.log(`[chaos] nothing lost: ${words.join(', ')} (${seconds()} s)`);
} catch (error) {
  console.error(
    `[chaos] failed after ${seconds()} s. Again: npm run chaos -- --kills ${kills} --seed ${seed}`,
  );
  console.error(error);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function whole(name, fallback) {
  const number = values[name] === undefined ? fallback : Number(values[name]);
  if (Number.isInteger(number) && number >= 0) return number;
  console.error(`--${name} is "${values[name]}". Give a whole number.`);
  process.exit(64);
}
