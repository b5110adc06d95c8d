// The set-up, a step a thing that can be missing. A step names what it reads and what it makes; stamp.mjs decides
// whether there is anything to do.
import { join } from 'node:path';
import { findPython } from '../machine.mjs';
import { root } from '../root.mjs';
import { CommandFailed, npm, run, tool } from '../run.mjs';

const pythonRoom = 'excel/src-python';
export const venvPython = join(
  root,
  pythonRoom,
  process.platform === 'win32' ? '.venv/Scripts/python.exe' : '.venv/bin/python',
);
const venvOutput = venvPython.slice(root.length + 1);

const npmPackages = {
  name: 'npm-packages',
  says: 'Installing npm packages',
  inputs: ['package-lock.json'],
  outputs: ['node_modules'],
  run: () => run(npm('ci', '--no-audit', '--no-fund'), { quiet: true }),
};

const typescript = {
  name: 'typescript',
  says: 'Compiling TypeScript (core, Node body, web view API, server)',
  inputs: [
    'package-lock.json',
    'tsconfig.base.json',
    'tsconfig.json',
    'watchdog/core/src',
    'watchdog/node/src',
    'watchdog/node/scripts',
    'watchdog/tauri/guest-js',
    'excel/server',
    'excel/src/service',
  ],
  outputs: ['watchdog/core/dist', 'watchdog/node/dist', 'watchdog/tauri/dist', 'excel/server/dist'],
  run: async () => {
    await run(tool('typescript/bin/tsc', '-b', 'tsconfig.json'), { quiet: true });
    await run(['node', join(root, 'watchdog/node/scripts/bundle-command.mjs')], { quiet: true });
  },
};

const ui = {
  name: 'ui',
  says: 'Building the spreadsheet UI',
  inputs: [
    'package-lock.json',
    'excel/src',
    'excel/index.html',
    'excel/vite.config.ts',
    'watchdog/core/src',
    'watchdog/node/src/web-client',
    'watchdog/tauri/guest-js',
  ],
  outputs: ['excel/dist/index.html'],
  run: () =>
    run(tool('vite/bin/vite.js', 'build'), {
      cwd: join(root, 'excel'),
      quiet: true,
    }),
};

const venv = {
  name: 'python-venv',
  says: 'Creating excel/src-python/.venv and installing Python packages',
  inputs: [`${pythonRoom}/requirements.txt`, 'watchdog/python/pyproject.toml'],
  outputs: [venvOutput],
  run: async () => {
    const python = findPython();
    if (!python) {
      throw new CommandFailed(
        'No Python 3.10 or later was found in PATH. Install one (python.org, or your package manager) and try again.',
      );
    }
    try {
      await run([...python, '-m', 'venv', '--clear', join(root, pythonRoom, '.venv')], { quiet: true });
    } catch (error) {
      throw new CommandFailed(
        `${error.message}. On Debian and Ubuntu the venv module is a package of its own: apt install python3-venv`,
      );
    }
    await install('requirements.txt');
  },
};

const developmentPackages = {
  name: 'python-development-packages',
  says: 'Installing Python packages for tests',
  inputs: [...venv.inputs, `${pythonRoom}/requirements-dev.txt`],
  outputs: [venvOutput],
  run: () => install('requirements-dev.txt'),
};

/** pip resolves `-e ../../watchdog/python` against its working folder, so it runs in the room. */
function install(requirements) {
  return run([venvPython, '-m', 'pip', 'install', '--disable-pip-version-check', '-q', '-r', requirements], {
    cwd: join(root, pythonRoom),
    quiet: true,
  });
}

export const runSteps = [npmPackages, typescript, ui, venv];
export const testSteps = [...runSteps, developmentPackages];
