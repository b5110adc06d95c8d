// Bundles the core for QuickJS into the Tauri crate; `--check` only says whether the checked-in bundle is stale.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const coreFolder = join(dirname(fileURLToPath(import.meta.url)), '..');
const outFolder = join(coreFolder, '..', 'tauri', 'src', 'core', 'generated');

const { outputFiles } = await build({
  absWorkingDir: coreFolder,
  entryPoints: ['src/json-host.ts'],
  outfile: join(outFolder, 'core.bundle.js'),
  bundle: true,
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  charset: 'utf8',
  // Readable stack traces without a map at hand; the map is for tools.
  minify: false,
  sourcemap: 'external',
  sourcesContent: false,
  banner: { js: '// Generated from watchdog/core by its scripts/bundle.mjs. Do not edit.' },
  write: false,
});

if (process.argv.includes('--check')) {
  const stale = [];
  for (const file of outputFiles) {
    const onDisk = await readFile(file.path, 'utf8').catch(() => null);
    if (onDisk !== file.text) stale.push(basename(file.path));
  }
  if (stale.length > 0) {
    console.error(`Stale: ${stale.join(', ')}. Run "npm run bundle -w @lifebound/core".`);
    process.exitCode = 1;
  }
} else {
  await mkdir(outFolder, { recursive: true });
  for (const file of outputFiles) await writeFile(file.path, file.text);
}
