import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { makeFolder } from '../systems/folder.mjs';

/** A FIFO to which each child writes its pid as its first line, and when that came. */
export class Births {
  #folder = makeFolder('births');
  #waiting = [];
  #born = [];

  constructor() {
    this.path = join(this.#folder, 'fifo');
    execFileSync('mkfifo', ['-m', '600', this.path]);
    // Read and write: no end of file between two children.
    this.fd = openSync(this.path, 'r+');
    this.socket = new Socket({ fd: this.fd, readable: true, writable: false });
    this.socket.on('data', (data) => {
      for (const pid of data.toString().split('\n').filter(Boolean)) {
        const birth = { pid: Number(pid), atMs: performance.now() };
        const next = this.#waiting.shift();
        if (next) next(birth);
        else this.#born.push(birth);
      }
    });
  }

  /** The next child that is born, or `null` when none is in that time. */
  next(timeoutMs) {
    const born = this.#born.shift();
    if (born) return Promise.resolve(born);
    return new Promise((resolve) => {
      const take = (birth) => {
        clearTimeout(timer);
        resolve(birth);
      };
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((one) => one !== take);
        resolve(null);
      }, timeoutMs);
      this.#waiting.push(take);
    });
  }

  close() {
    this.socket.destroy();
    try {
      closeSync(this.fd);
    } catch {
      // The socket has closed it.
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
