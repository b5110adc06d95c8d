import { describe, expect, it } from 'vitest';
import type { CandidateAnswer, Found } from '../../src/events.js';
import { choose } from '../../src/locate/choose.js';
import { allCandidates, searchPlan } from '../../src/locate/search-plan.js';

const open = searchPlan({ kind: 'locate', confined: false });
const confined = searchPlan({ kind: 'locate', confined: true });

/** Everything that is not named is missing. */
function answer(found: Readonly<Record<string, Found>>): readonly CandidateAnswer[] {
  return Object.entries(found).map(([candidate, value]) => ({
    candidate,
    found: value,
    path: `/base/${candidate}`,
  }));
}
const pick = (found: Readonly<Record<string, Found>>) => choose(open, answer(found), 'Python backend').result;

describe('searchPlan', () => {
  it("has the seed's three orders", () => {
    expect(open.binaries).toEqual([
      'backend/excel-backend',
      'backend/excel-backend.exe',
      '../backend/excel-backend',
      '../backend/excel-backend.exe',
      './excel-backend',
      './excel-backend.exe',
    ]);
    expect(open.scripts).toEqual([
      '../src-python/src/app/main.py',
      '../src-python/main.py',
      'python/main.py',
      'backend/main.py',
    ]);
    expect(open.interpreters).toEqual([
      '../src-python/.venv/bin/python',
      '../src-python/.venv/Scripts/python.exe',
      '.venv/bin/python',
      '.venv/Scripts/python.exe',
      'python3',
      'python',
    ]);
  });

  it('of a confined search leaves its folder for nothing', () => {
    expect(allCandidates(confined).filter((name) => name.includes('..') || !name.includes('/'))).toEqual([]);
    expect(confined.binaries).toEqual(open.binaries.filter((name) => !name.startsWith('..')));
    expect(confined.interpreters).toEqual(['.venv/bin/python', '.venv/Scripts/python.exe']);
  });

  it('of a given command is empty', () => {
    expect(allCandidates(searchPlan({ kind: 'command', program: 'x', args: [] }))).toEqual([]);
  });
});

describe('choose', () => {
  it('takes each binary when those before it are missing, whatever comes after', () => {
    open.binaries.forEach((binary, index) => {
      const rest = open.binaries.slice(index);
      const all = Object.fromEntries(
        [...rest, ...open.scripts, 'python3'].map((name) => [name, 'executable' as const]),
      );
      expect(pick(all)).toEqual({
        kind: 'binary',
        program: `/base/${binary}`,
        args: [],
        candidate: binary,
        interpreter: null,
      });
    });
  });

  it('takes each script, then each interpreter, in order', () => {
    open.scripts.forEach((script, index) => {
      const scripts = open.scripts.slice(index).map((name) => [name, 'readable' as const]);
      open.interpreters.forEach((python, from) => {
        const pythons = open.interpreters.slice(from).map((name) => [name, 'executable' as const]);
        expect(pick(Object.fromEntries([...scripts, ...pythons]))).toEqual({
          kind: 'script',
          program: `/base/${python}`,
          args: [`/base/${script}`],
          candidate: script,
          interpreter: python,
        });
      });
    });
  });

  it('finds nothing where nothing is, a lone interpreter and a folder included', () => {
    expect(pick({ python3: 'executable', 'backend/excel-backend': 'not-a-file' })).toMatchObject({
      kind: 'error',
      error: { code: 'NO_BACKEND' },
    });
  });

  it('needs an interpreter for a script', () => {
    expect(pick({ 'python/main.py': 'readable', python3: 'readable' })).toMatchObject({
      error: { code: 'NO_PYTHON' },
    });
  });

  it('skips a binary that may not be executed, and says so', () => {
    const choice = choose(
      open,
      answer({ 'backend/excel-backend': 'readable', './excel-backend': 'executable' }),
      'x',
    );
    expect(choice.result).toMatchObject({ candidate: './excel-backend' });
    expect(choice.blocked).toEqual(['backend/excel-backend']);
  });

  it('tells "permission denied" when only what may not be run is there', () => {
    for (const found of [
      { 'backend/excel-backend': 'readable' },
      { 'python/main.py': 'unreadable' },
    ] as const) {
      expect(pick(found)).toMatchObject({ error: { code: 'START_FAILED' } });
    }
  });

  it('says of each candidate that was looked at what came of it, and the verdict', () => {
    const { why } = choose(open, answer({ 'backend/excel-backend.exe': 'executable' }), 'x');
    expect(why).toEqual([
      'binary "backend/excel-backend": missing',
      'binary "backend/excel-backend.exe": found at /base/backend/excel-backend.exe',
      'Chosen: binary "backend/excel-backend.exe"',
    ]);
  });

  it('takes a script that may also be executed', () => {
    expect(pick({ 'python/main.py': 'executable', python3: 'executable' })).toMatchObject({
      kind: 'script',
      candidate: 'python/main.py',
      interpreter: 'python3',
    });
  });

  it('says of each what is wrong with it, and then the error', () => {
    const found = {
      'backend/excel-backend': 'not-a-file',
      'backend/excel-backend.exe': 'readable',
      '../src-python/main.py': 'unreadable',
    } as const;
    const { why, blocked } = choose(open, answer(found), 'Python backend');
    expect(why).toEqual([
      'binary "backend/excel-backend": not a file',
      'binary "backend/excel-backend.exe": not executable',
      'binary "../backend/excel-backend": missing',
      'binary "../backend/excel-backend.exe": missing',
      'binary "./excel-backend": missing',
      'binary "./excel-backend.exe": missing',
      'script "../src-python/src/app/main.py": missing',
      'script "../src-python/main.py": permission denied',
      'script "python/main.py": missing',
      'script "backend/main.py": missing',
      'Failed to start Python backend: permission denied. Check the permissions of "backend/excel-backend.exe".',
    ]);
    expect(blocked).toEqual(['backend/excel-backend.exe', '../src-python/main.py']);
  });

  it('names script and interpreter, and both in the verdict', () => {
    const found = { '../src-python/src/app/main.py': 'readable', '.venv/bin/python': 'executable' } as const;
    expect(choose(open, answer(found), 'x').why.slice(open.binaries.length)).toEqual([
      'script "../src-python/src/app/main.py": found at /base/../src-python/src/app/main.py',
      'interpreter "../src-python/.venv/bin/python": missing',
      'interpreter "../src-python/.venv/Scripts/python.exe": missing',
      'interpreter ".venv/bin/python": found at /base/.venv/bin/python',
      'Chosen: script "../src-python/src/app/main.py" with interpreter ".venv/bin/python"',
    ]);
  });
});
