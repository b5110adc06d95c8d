import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

const here = import.meta.dirname;
const root = join(here, '../../../..');
const target = 'x86_64-pc-windows-gnu';

declare module 'vitest' {
  interface ProvidedContext {
    /** A Tauri app for Windows, without a window (examples/headless.rs). */
    headless: string;
  }
}

/** Builds for Windows what Wine is to run, after its Windows is there (prefix.ts). */
export default function build(project: TestProject): void {
  const package_ = ['-p', 'tauri-plugin-lifebound', '--example', 'headless'];
  run('cargo', ['build', '--quiet', '--locked', '--target', target, ...package_]);
  const system = join(project.getProvidedContext().prefix, 'drive_c/windows/system32');
  const library = join(system, 'bcryptprimitives.dll');
  run('x86_64-w64-mingw32-gcc', ['-shared', '-o', library, join(here, 'bcryptprimitives.c'), '-ladvapi32']);
  project.provide('headless', join(root, 'target', target, 'debug/examples/headless.exe'));
}

function run(program: string, args: readonly string[]): void {
  execFileSync(program, args, { cwd: root, stdio: 'inherit' });
}
