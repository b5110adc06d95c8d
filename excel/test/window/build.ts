import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export const application = `${root}target/debug/lifebound-excel`;
export const shellFolder = `${root}excel/src-tauri`;

/** The same features as `tauri build --debug`: nothing to do when that has just run. */
export default function build(): void {
  if (!existsSync(`${root}excel/dist/index.html`)) {
    throw new Error('The UI is not built (excel/dist). Run "npm run build -w lifebound-excel" first.');
  }
  const cargo = ['build', '-p', 'lifebound-excel', '--features', 'tauri/custom-protocol'];
  const { status } = spawnSync('cargo', cargo, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`cargo ${cargo.join(' ')} ended with status ${status}.`);
}
