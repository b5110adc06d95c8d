/** The seed's three search orders. Relative to the base folder; a bare name is looked for in PATH. */
export const binaryCandidates = [
  'backend/excel-backend',
  'backend/excel-backend.exe',
  '../backend/excel-backend',
  '../backend/excel-backend.exe',
  './excel-backend',
  './excel-backend.exe',
] as const;

export const scriptCandidates = [
  '../src-python/src/app/main.py',
  '../src-python/main.py',
  'python/main.py',
  'backend/main.py',
] as const;

export const interpreterCandidates = [
  '../src-python/.venv/bin/python',
  '../src-python/.venv/Scripts/python.exe',
  '.venv/bin/python',
  '.venv/Scripts/python.exe',
  'python3',
  'python',
] as const;
