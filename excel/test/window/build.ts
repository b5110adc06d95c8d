import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A way to run the app: its program and where it looks for its backend. */
export interface Installation {
  readonly application: string;
  readonly env: Readonly<Record<string, string>>;
}

/** As `npm start` runs it: Python from excel/src-python. */
export const checkout: Installation = {
  application: `${root}target/debug/lifebound-excel`,
  env: { LIFEBOUND_EXCEL_BASE: `${root}excel/src-tauri` },
};

/** The files of the .deb, laid out by scripts/test/bundle.mjs: the binary backend, from the resource folder. */
export const installed: Installation = {
  application: `${root}target/debug/installed/usr/bin/lifebound-excel`,
  env: {},
};

/** The same features as `tauri build --debug`: nothing to do when that has just run. */
export default function build(): void {
  if (!existsSync(`${root}excel/dist/index.html`)) {
    throw new Error('The UI is not built (excel/dist). Run "npm run build -w lifebound-excel" first.');
  }
  const cargo = ['build', '-p', 'lifebound-excel', '--features', 'tauri/custom-protocol'];
  const { status } = spawnSync('cargo', cargo, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`cargo ${cargo.join(' ')} ended with status ${status}.`);
}
