import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findMarked, newMark, pssMb } from '../../measures/processes.mjs';
import { venvPython } from './places.mjs';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
/** The Python of the system: LibreOffice's bridge belongs to it. */
const systemPython = '/usr/bin/python3';

/** Another program, driven by a script that times what it is asked for. */
export class Peer {
  #child;
  #lines;
  #mark = newMark();

  constructor({ program, script, env }) {
    this.#child = spawn(program, [here(script)], {
      env: { ...process.env, ...env, ...this.#mark.env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Milliseconds that it took. */
  async do(what, value) {
    this.#child.stdin.write(`${JSON.stringify({ do: what, value })}\n`);
    const { value: line, done } = await this.#lines.next();
    if (done) throw new Error(`the peer ended while it was asked to ${what}`);
    return JSON.parse(line).ms;
  }

  /** All its processes, without the script's own interpreter where that is not the system. */
  memoryMb(isPart = () => true) {
    return findMarked(this.#mark.mark)
      .filter(({ command }) => isPart(command))
      .reduce((sum, { pid }) => sum + pssMb(pid), 0);
  }

  async end() {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin.end();
    await gone;
  }
}

export const libreOffice = {
  name: 'LibreOffice Calc',
  version: () => (execFileSync('soffice', ['--version'], { encoding: 'utf8' }).match(/[\d.]+/) ?? ['?'])[0],
  whyNot() {
    if (!existsSync('/usr/bin/soffice')) return 'LibreOffice is not installed (libreoffice-calc)';
    try {
      execFileSync(systemPython, ['-c', 'import uno'], { stdio: 'ignore' });
      return null;
    } catch {
      return 'LibreOffice’s Python bridge is not installed (python3-uno)';
    }
  },
  /** The package without windows (libreoffice-calc-nogui) ends at once when it is asked for one. */
  whyNoWindow: () =>
    libreOffice.whyNot() ??
    (existsSync('/usr/share/applications/libreoffice-calc.desktop')
      ? null
      : 'LibreOffice is installed without its windows (libreoffice-calc has them)'),
  start: (env = {}) => new Peer({ program: systemPython, script: 'libreoffice_peer.py', env }),
  isPart: (command) => command.includes('soffice'),
};

export const openpyxl = {
  name: 'openpyxl',
  version: () =>
    execFileSync(venvPython, ['-c', 'import openpyxl; print(openpyxl.__version__)'], {
      encoding: 'utf8',
    }).trim(),
  whyNot: () => null,
  start: () => new Peer({ program: venvPython, script: 'openpyxl_peer.py', env: {} }),
};
