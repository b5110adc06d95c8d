// Bundles the simulator, since Node 20 runs no TypeScript, and runs it with the arguments that it was given.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const coreFolder = join(dirname(fileURLToPath(import.meta.url)), '..');
const folder = await mkdtemp(join(tmpdir(), 'lifebound-simulator-'));
try {
  await build({
    absWorkingDir: coreFolder,
    entryPoints: ['simulator/main.ts', 'simulator/worker.ts'],
    outdir: folder,
    bundle: true,
    format: 'esm',
    target: 'node20',
    platform: 'node',
    outExtension: { '.js': '.mjs' },
  });
  await import(pathToFileURL(join(folder, 'main.mjs')).href);
} finally {
  await rm(folder, { recursive: true, force: true });
}
