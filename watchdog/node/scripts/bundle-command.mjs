// dist/cli/main.js and all that it imports → dist/lifebound.cjs. One CommonJS file, since `lifebound run` sits beside
// its program for hours: as sixty ES modules it costs 13 MB more than an empty Node, in one file 5, and it starts in
// 120 ms instead of 190. Needs what tsc makes.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));

const outfile = `${dist}lifebound.cjs`;
const { outputFiles } = await build({
  entryPoints: [`${dist}cli/main.js`],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // CommonJS has no import.meta: what is looked for from here (koffi) is looked for from the bundle.
  define: { 'import.meta.url': '__filename' },
  write: false,
});

// Only what has changed: somebody may be starting the command just now.
const text = outputFiles[0]?.text ?? '';
if (text !== (await readFile(outfile, 'utf8').catch(() => null))) await writeFile(outfile, text);
