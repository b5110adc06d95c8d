import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { failure } from './failure.js';
import { checkFileName } from './file-name.js';

/** Larger workbooks are opened from their place on disk, by the window or as an argument. */
export const maxUploadBytes = 200 * 1024 * 1024;

/**
 * Where uploaded workbooks are while the app runs: a folder of the user's own (0700), one folder in it for each, so
 * that two of the same name don't meet. It goes when the app does.
 */
export class WorkbookFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'lifebound-excel-'));

  /** A path that is free for a file of this name. */
  async reserve(name: string | null, purpose: 'open' | 'save' = 'save'): Promise<string> {
    const checked = checkFileName(name, purpose);
    const folder = join(this.path, randomUUID());
    await mkdir(folder, { mode: 0o700 });
    return join(folder, checked);
  }

  /** @throws LifeboundFailure FILE_TOO_LARGE, DISK_FULL, INVALID_PARAMS */
  async receive(name: string | null, body: IncomingMessage): Promise<string> {
    if (Number(body.headers['content-length'] ?? 0) > maxUploadBytes) {
      // Read to its end and thrown away: a page that is still sending would not see the answer.
      body.resume();
      throw tooLarge(maxUploadBytes);
    }
    const path = await this.reserve(name, 'open');
    try {
      await pipeline(body, limitTo(maxUploadBytes), createWriteStream(path, { mode: 0o600, flags: 'wx' }));
    } catch (error) {
      await rm(dirname(path), { recursive: true, force: true });
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      throw failure(
        'DISK_FULL',
        `There is no room for "${basename(path)}" in ${tmpdir()}. Free some space and try again.`,
      );
    }
    return path;
  }

  /** The address of a workbook that is in this folder; `null` when it is anywhere else. */
  addressOf(path: string): string | null {
    const folder = dirname(path);
    if (dirname(folder) !== this.path) return null;
    return `/workbooks/files/${basename(folder)}/${encodeURIComponent(basename(path))}`;
  }

  /** @throws LifeboundFailure FILE_NOT_FOUND */
  async read(id: string, name: string): Promise<{ size: number; stream: Readable }> {
    const isPlain = /^[0-9a-f-]{36}$/.test(id);
    const path = join(this.path, id, basename(name));
    const found = isPlain ? await stat(path).catch(() => null) : null;
    if (!found?.isFile())
      throw failure('FILE_NOT_FOUND', `There is no workbook "${name}" here. Save it again.`);
    return { size: found.size, stream: createReadStream(path) };
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

function limitTo(maxBytes: number): Transform {
  let received = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received <= maxBytes) return done(null, chunk);
      done(tooLarge(maxBytes));
    },
  });
}

function tooLarge(maxBytes: number) {
  const message = `The file is larger than ${maxBytes / 1024 / 1024} MiB. Give its path to the app when it starts.`;
  return failure('FILE_TOO_LARGE', message);
}
