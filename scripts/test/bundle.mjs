// Makes the .deb with the binary backend in it, as `cargo tauri build` does, and lays its files out as an
// installation would, for the window's tests. Debug profile: the same build as `npm start`'s and the window's.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../root.mjs';
import { CommandFailed, run } from '../run.mjs';
import { venvPython } from '../setup/steps.mjs';
import { buildTauri } from '../tauri.mjs';

const debFolder = join(root, 'target/debug/bundle/deb');
const installed = join(root, 'target/debug/installed');

async function bundle() {
  // 1. The Python service as a program, started once over the link.
  await run([venvPython, 'build_binary.py', '--check'], { cwd: join(root, 'excel/src-python') });
  // 2. The package.
  rmSync(debFolder, { recursive: true, force: true });
  await buildTauri('--bundles', 'deb');
  // 3. Its files, where a test can start them without being root.
  const deb = readdirSync(debFolder).find((name) => name.endsWith('.deb'));
  if (!deb) throw new CommandFailed(`No .deb was made in ${debFolder}`);
  rmSync(installed, { recursive: true, force: true });
  await run(['dpkg-deb', '-x', join(debFolder, deb), installed]);
  console.log(`${deb} is laid out in ${installed}`);
}

await bundle().catch((error) => {
  if (!(error instanceof CommandFailed)) throw error;
  console.error(error.message);
  process.exit(1);
});
