import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The command and the core run from dist: what is tested must be what is written. Records and holds are the test's own. */
export default function build(): () => void {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: import.meta.dirname, stdio: 'inherit' });
  const state = mkdtempSync(join(tmpdir(), 'lifebound-test-state-'));
  process.env.LIFEBOUND_STATE_DIR = state;
  return () => rmSync(state, { recursive: true, force: true });
}
