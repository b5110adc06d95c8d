import { execFileSync } from 'node:child_process';

/** The command and the core run from dist: what is tested must be what is written. */
export default function build(): void {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: import.meta.dirname, stdio: 'inherit' });
}
