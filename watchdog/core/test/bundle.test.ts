import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const bundle = new URL('../../tauri/src/core/generated/core.bundle.js', import.meta.url);

describe('the bundle for QuickJS', () => {
  it('is what the sources make', () => {
    const script = fileURLToPath(new URL('../scripts/bundle.mjs', import.meta.url));
    execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' });
  });

  it('is within 80 KB, unminified', () => {
    expect(statSync(bundle).size).toBeLessThanOrEqual(80 * 1024);
  });

  it('asks nothing of its engine but the language', () => {
    const code = readFileSync(bundle, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    const absent =
      /\b(Promise|async|await|Date|Intl|console|new URL|setTimeout|setInterval|localeCompare|require)\b/;
    expect(absent.exec(code)).toBeNull();
  });
});
