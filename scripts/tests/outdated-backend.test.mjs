import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setAsideOutdatedBackend } from '../start/outdated-backend.mjs';

const program = process.platform === 'win32' ? 'excel-backend.exe' : 'excel-backend';
let folder;
let place;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lifebound-start-'));
  place = { backend: join(folder, 'backend'), aside: join(folder, 'setup/outdated') };
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function build(text) {
  mkdirSync(place.backend, { recursive: true });
  writeFileSync(join(place.backend, program), text);
}

test('an outdated backend is out of the way, and it is said', () => {
  for (const text of ['of Monday', 'of Tuesday']) {
    build(text);
    expect(setAsideOutdatedBackend(place, () => false)).toContain('is older than its sources');
    expect(existsSync(place.backend)).toBe(false);
    expect(readFileSync(join(place.aside, program), 'utf8')).toBe(text);
  }
});

test('one that is up to date is what runs', () => {
  build('of today');
  expect(setAsideOutdatedBackend(place, () => true)).toBe(null);
  expect(readFileSync(join(place.backend, program), 'utf8')).toBe('of today');
});

test('where there is none, nothing is asked', () => {
  const ask = () => expect.fail('there is nothing to ask about');
  expect(setAsideOutdatedBackend(place, ask)).toBe(null);
});
