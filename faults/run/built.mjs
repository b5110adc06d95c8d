// What takes long to build is built once, into .built (git-ignored), and again when its sources have changed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../scripts/run.mjs';
import { venvPython } from '../../scripts/setup/steps.mjs';

const room = join(import.meta.dirname, '..');
const folder = join(room, '.built');
const sources = ['plain.py', 'told.py'].map((name) => join(room, 'backends', name));

/** The program of `onefile` and `onedir`; the folder of `venv`. */
export const built = {
  onefile: join(folder, 'onefile', 'plain'),
  onedir: join(folder, 'onedir', 'plain', 'plain'),
  venv: join(folder, 'venv'),
};

/** Builds what is missing, and says what and how long. */
export async function buildAll(python) {
  const stamp = stampOf(python);
  await make('onefile', stamp, 'packing a backend into one file (PyInstaller)', (to) =>
    pack('--onefile', to),
  );
  await make('onedir', stamp, 'packing a backend into one folder (PyInstaller)', (to) =>
    pack('--onedir', to),
  );
  await make('venv', stamp, 'making a virtual environment', (to) => makeVenv(python, to));
}

async function make(name, stamp, says, build) {
  const stampFile = join(folder, `${name}.stamp`);
  const isDone =
    existsSync(built[name]) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
  if (isDone) return;
  const started = performance.now();
  console.log(`[faults] ${says} …`);
  // Aside, and put in its place at once: another run may be building the same, or using the old one.
  const aside = join(folder, `${name}.${process.pid}`);
  const to = join(folder, name);
  mkdirSync(folder, { recursive: true });
  try {
    await build(aside);
    rmSync(stampFile, { force: true });
    rmSync(to, { recursive: true, force: true });
    renameSync(aside, to);
    writeFileSync(stampFile, stamp);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  console.log(`[faults] done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

async function pack(form, to) {
  const work = `${to}.work`;
  const where = ['--distpath', to, '--workpath', work, '--specpath', work];
  const less = ['--exclude-module', 'tkinter', '--log-level', 'ERROR', '--noconfirm'];
  await run([venvPython, '-m', 'PyInstaller', form, ...where, ...less, '--name', 'plain', sources[0]], {
    quiet: true,
  });
  rmSync(work, { recursive: true, force: true });
}

/** Its scripts have its own path in them: the one that it will have. */
async function makeVenv(python, to) {
  await run([python, '-m', 'venv', '--without-pip', to], { quiet: true });
  const script = join(to, 'bin', 'activate');
  writeFileSync(script, readFileSync(script, 'utf8').replaceAll(to, built.venv));
}

function stampOf(python) {
  const hash = createHash('sha256').update(python);
  for (const source of sources) hash.update(readFileSync(source));
  return hash.digest('hex');
}
