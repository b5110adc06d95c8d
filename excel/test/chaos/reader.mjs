import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Reads workbooks from the disk by other programs than ours; lives as long as the test. */
export class WorkbookReader {
  #child;
  #lines;

  constructor(program) {
    const script = fileURLToPath(new URL('read_workbook.py', import.meta.url));
    this.#child = spawn(program, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  async read(path) {
    this.#child.stdin.write(`${path}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the reader has ended');
    return JSON.parse(value);
  }

  close() {
    this.#child.stdin.end();
  }
}
