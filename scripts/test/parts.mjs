// Everything that is tested, in the order in which a failure is cheapest to see. `quick` parts are `npm run check`.
import { join } from 'node:path';
import { whyNoFaults } from '../../faults/machine/why-not.mjs';
import { whyNoWindowFaults } from '../../faults/window/why-not.mjs';
import { findChromium, which, whyNoTauriBuild, whyNoWindowTest, whyNoWine } from '../machine.mjs';
import { root } from '../root.mjs';
import { run, tool } from '../run.mjs';
import { venvPython } from '../setup/steps.mjs';

const always = () => null;
const whyNoRust = whyNoTauriBuild;
const whyNoDeb = () => whyNoRust() ?? (which('dpkg-deb') ? null : 'dpkg-deb is not installed');
const whyNoOffice = () =>
  which('soffice') ? null : 'soffice is not installed (Debian: apt install libreoffice-calc-nogui)';
const whyNoChromium = () =>
  findChromium() ? null : 'no Chromium or Chrome in PATH (Debian: apt install chromium)';

const vitest = (config, ...args) => run(tool('vitest/vitest.mjs', 'run', '-c', config, ...args));
const python = (room, ...args) => run([venvPython, '-m', ...args], { cwd: join(root, room) });
// The web view's files are compiled in, and so is the .deb's: one feature set for all builds, so that Tauri itself
// is compiled once.
const cargo = (...args) => run(['cargo', ...args]);
const features = ['--features', 'tauri/custom-protocol'];

const linkRoom = 'watchdog/python';
const serviceRoom = 'excel/src-python';

export const parts = [
  {
    name: 'format and lint: TypeScript',
    quick: true,
    whyNot: always,
    run: () => run(tool('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.')),
  },
  {
    name: 'types: TypeScript',
    quick: true,
    whyNot: always,
    run: async () => {
      await run(tool('typescript/bin/tsc', '-b', 'tsconfig.json'));
      await run(tool('typescript/bin/tsc', '-p', 'excel/tsconfig.json', '--noEmit'));
    },
  },
  ...[linkRoom, serviceRoom].map((room) => ({
    name: `format, lint and types: ${room}`,
    quick: true,
    whyNot: always,
    run: async () => {
      await python(room, 'ruff', 'format', '--check', '.');
      await python(room, 'ruff', 'check', '.');
      await python(room, 'mypy', '--strict', 'src');
    },
  })),
  {
    name: 'format and lint: Rust',
    quick: true,
    whyNot: whyNoRust,
    run: async () => {
      await cargo('fmt', '--all', '--check');
      await cargo('clippy', '--workspace', '--all-targets', '--locked', ...features, '--', '-D', 'warnings');
    },
  },
  { name: 'core', quick: true, whyNot: always, run: () => vitest('watchdog/core/vitest.config.ts') },
  {
    name: 'simulator',
    whyNot: always,
    // A seed of its own for each release would find more; the same one makes a failure everybody's.
    run: () => run(['node', 'watchdog/core/scripts/simulate.mjs', '--schedules', '300000', '--seed', '1']),
  },
  { name: 'user interface', quick: true, whyNot: always, run: () => vitest('excel/vitest.config.ts') },
  { name: 'scripts', quick: true, whyNot: always, run: () => vitest('scripts/vitest.config.mjs') },
  { name: 'Node body', whyNot: always, run: () => vitest('watchdog/node/vitest.config.ts') },
  {
    name: 'Windows (Wine)',
    whyNot: whyNoWine,
    run: () => vitest('watchdog/node/vitest.wine.config.ts'),
  },
  { name: 'link', whyNot: always, run: () => python(linkRoom, 'pytest', '-q') },
  {
    name: 'Excel service',
    whyNot: always,
    run: () => python(serviceRoom, 'pytest', '-q', '--ignore=tests/office'),
  },
  {
    name: 'Excel service beside LibreOffice',
    whyNot: whyNoOffice,
    run: () => python(serviceRoom, 'pytest', '-q', 'tests/office'),
  },
  { name: 'Tauri body', whyNot: whyNoRust, run: () => cargo('test', '--workspace', '--locked', ...features) },
  {
    name: 'faults',
    whyNot: () => whyNoFaults() ?? whyNoRust(),
    run: async () => {
      await cargo('build', '--workspace', '--example', 'headless', '--locked', ...features);
      await vitest('faults/vitest.config.mjs');
      await run(['node', 'faults/main.mjs', '--count', '300', '--seed', '4', '--grace', '300']);
    },
  },
  {
    name: 'chaos',
    whyNot: () => (process.platform === 'linux' ? null : 'it finds the processes to kill in /proc'),
    run: () => run(['node', 'excel/test/chaos/main.mjs', '--kills', '100']),
  },
  { name: 'browser', whyNot: whyNoChromium, run: () => vitest('excel/vitest.browser.config.ts') },
  { name: 'desktop bundle (.deb)', whyNot: whyNoDeb, run: () => run(['node', 'scripts/test/bundle.mjs']) },
  { name: 'window', whyNot: whyNoWindowTest, run: () => vitest('excel/vitest.window.config.ts') },
  // In the window that the bundle has laid out.
  { name: 'faults: window', whyNot: whyNoWindowFaults, run: () => run(['node', 'faults/window.mjs']) },
];
